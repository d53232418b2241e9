import { describe, expect, test } from 'vitest';
import type { RunRecord } from '@atelier/runs';
import { UsageError } from '../errors.ts';
import { runConfig, type TrainOptions } from './options.ts';
import {
  checkContext,
  checkpointContext,
  finishedMessage,
  resumedConfig,
  stretchedMessage,
} from './resume.ts';

const defaults: TrainOptions = {
  data: 'fashion-mnist',
  validation: 'test',
  seed: 4,
  engine: 'auto',
  checkpointEvery: 'epoch',
};

const record: RunRecord = {
  format: 1,
  status: 'completed',
  config: runConfig('mlp-32', { ...defaults, epochs: 3 }),
  engine: 'simd',
  parameters: 1,
  dataset: {
    name: 'toy',
    classNames: ['a', 'b'],
    shape: [1, 1, 1],
    counts: { train: 1, validation: 1, test: 1 },
    source: '',
    hashes: {},
  },
  history: [1, 2, 3].map((epoch) => ({ epoch, loss: 1, accuracy: 1, seconds: 1, learningRate: 1 })),
  timings: {},
  versions: {},
};

function resume(changes: Partial<TrainOptions>, preset = 'mlp-32'): RunRecord['config'] {
  const given = new Map(Object.keys(changes).map((name) => [name, `--${name}`]));
  if (preset !== 'mlp-32') given.set('preset', 'preset');
  return resumedConfig(record, { preset, options: { ...defaults, seed: 0, ...changes }, given });
}

describe('the configuration of a resumed run', () => {
  test('is the run’s own, whatever the defaults are', () => {
    expect(resume({})).toEqual(record.config);
    expect(resume({ threads: 1, quiet: true, checkpointEvery: 5 })).toEqual(record.config);
  });

  test('may say the same again, name the engine that ran, and have more epochs', () => {
    const same = { seed: 4, hidden: [32], optimizer: 'adam', batchSize: 32, engine: 'simd' } as const;
    expect(resume({ ...same, hidden: [32], epochs: 9 })).toEqual({ ...record.config, epochs: 9 });
  });

  test.each<[Partial<TrainOptions>, string]>([
    [{ batchSize: 64 }, '--batchSize 64 conflicts with the run, which was made with 32; a resumed run keeps'],
    [{ seed: 5 }, '--seed 5 conflicts with the run, which was made with 4'],
    [{ optimizer: 'sgd' }, '--optimizer "sgd" conflicts with the run, which was made with "adam"'],
    [{ learningRate: 0.5 }, '--learningRate 0.5 conflicts with the run, which was made with 0.001'],
    [{ schedule: { name: 'cosine', warmup: 1 } }, '--schedule {"name":"cosine","warmup":1} conflicts'],
    [{ hidden: [9] }, '--hidden [9] conflicts with the run, which was made with [32]'],
    [{ activation: 'tanh' }, '--activation "tanh" conflicts with the run, which was made with "relu"'],
    [{ dropout: 0.9 }, '--dropout 0.9 conflicts with the run, which was made with 0'],
    [{ l1: 1 }, '--l1 1 conflicts with the run, which was made with 0'],
    [{ l2: 1 }, '--l2 1 conflicts with the run, which was made with 0'],
    [{ augment: { flip: true } }, '--augment {"flip":true} conflicts with the run, which was made with {}'],
    [{ validation: 'none' }, '--validation "none" conflicts with the run, which was made with "test"'],
    [{ patience: 1 }, '--patience 1 conflicts with the run, which was made with null'],
    [{ limit: 9 }, '--limit 9 conflicts with the run, which was made with null'],
    [{ engine: 'tfjs' }, '--engine "tfjs" conflicts with the run, which was made with "auto"'],
    [{ data: 'mnist' }, '--data "mnist" conflicts with the run, which was made with "fashion-mnist"'],
    [{ epochs: 2 }, '--epochs 2 conflicts with the run, which was made with 3; it can be made longer'],
    [{ out: 'x' }, '--out does not go with --resume'],
    [{ overwrite: true }, '--overwrite does not go with --resume'],
  ])('refuses %j', (changes, message) => {
    expect(() => resume(changes)).toThrow(UsageError);
    expect(() => resume(changes)).toThrow(message);
  });

  test('refuses another preset', () => {
    expect(() => resume({}, 'softmax')).toThrow(
      'preset "softmax" conflicts with the run, which was made with',
    );
  });
});

describe('a finished run', () => {
  test('is one whose epochs are done, or that was stopped', () => {
    expect(finishedMessage('r', record, 3)).toContain('all 3 epochs are done. With more --epochs it goes on');
    expect(finishedMessage('r', record, 4)).toBeUndefined();
    const stopped = { ...record, status: 'stopped', reason: 'it was enough' } as const;
    expect(finishedMessage('r', stopped, 4)).toBe(
      'The run r is finished: it stopped after 3 epochs, since it was enough',
    );
  });

  test.each(['running', 'interrupted', 'failed'] as const)('is not one that is %s', (status) => {
    expect(finishedMessage('r', { ...record, status }, 3)).toBeUndefined();
  });
});

describe('what a checkpoint says of its run', () => {
  const now = { content: { train: 'c59f', test: 'aa01' }, files: { 'train-images': '1111' } };
  const context = checkpointContext(record.config, { ...now.content });
  const checkpoint = {
    epoch: 1,
    partial: { step: 0, samples: 0, lossSum: 0, correct: 0, seconds: 0, learningRate: 1 },
    history: [],
    learningRate: 1,
    stopReason: null,
    weights: [],
    optimizerSlots: [],
    callbacks: [],
    settings: {},
    context,
  };

  test('agrees with the run, however many epochs that has by now', () => {
    expect(() => checkContext(checkpoint, { ...record.config, epochs: 99 }, now)).not.toThrow();
  });

  test('agrees with the files that a former version recorded', () => {
    const former = { ...checkpoint, context: checkpointContext(record.config, now.files) };
    expect(() => checkContext(former, record.config, now)).not.toThrow();
    const others = { ...now, files: { 'train-images': '2222' } };
    expect(() => checkContext(former, record.config, others)).toThrow(
      'another SHA-256 of train-images: "1111"; found "2222"',
    );
  });

  test('names a setting or a part of the data that differs', () => {
    expect(() => checkContext(checkpoint, { ...record.config, seed: 40 }, now)).toThrow(
      'The checkpoint was made with another seed: 4; found 40',
    );
    const others = { ...now, content: { ...now.content, train: 'bad3' } };
    expect(() => checkContext(checkpoint, record.config, others)).toThrow(
      'another SHA-256 of train: "c59f"; found "bad3"',
    );
  });

  test('is missing in a checkpoint of another program', () => {
    expect(() => checkContext({ ...checkpoint, context: null }, record.config, now)).toThrow(
      'it is not a run’s',
    );
  });
});

test('only a schedule that spans all epochs is stretched by more of them', () => {
  const { config } = record;
  const cosine = { ...config, schedule: { name: 'cosine', warmup: 0 } } as const;
  expect(stretchedMessage(cosine, { ...cosine, epochs: 9 })).toContain('stretched from 3 to 9 epochs');
  expect(stretchedMessage(cosine, cosine)).toBeUndefined();
  for (const schedule of [
    { name: 'constant' },
    { name: 'step', every: 2, factor: 0.5 },
    { name: 'exponential', factor: 0.9 },
  ] as const) {
    expect(stretchedMessage({ ...config, schedule }, { ...config, schedule, epochs: 9 })).toBeUndefined();
  }
});
