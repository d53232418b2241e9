import { presetRecipe, presets, type Recipe, type RecipeChanges } from '@atelier/presets';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '@atelier/runs';
import { UsageError } from '../errors.ts';
import {
  checkContext,
  checkpointContext,
  finishedMessage,
  type ResumeRequest,
  resumedRecipe,
  stretchedMessage,
} from './resume.ts';

const record: RunRecord = {
  format: 1,
  status: 'completed',
  config: { ...presetRecipe(presets['mlp-32']), epochs: 3, seed: 4 },
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

function resume(changes: RecipeChanges, { preset, options = [] }: Partial<Typed> = {}): Recipe {
  const given = new Map([...Object.keys(changes), ...options].map((name) => [name, `--${name}`]));
  if (preset !== undefined) given.set('preset', 'preset');
  return resumedRecipe(record, { preset: preset ?? 'mlp-32', changes, given });
}

interface Typed extends Pick<ResumeRequest, 'preset'> {
  readonly options: readonly string[];
}

const emptyCheckpoint = {
  epoch: 1,
  partial: { step: 0, samples: 0, lossSum: 0, correct: 0, seconds: 0, learningRate: 1 },
  history: [],
  learningRate: 1,
  stopReason: null,
  weights: [],
  optimizerSlots: [],
  callbacks: [],
  settings: {},
};

describe('the configuration of a resumed run', () => {
  test('is the run’s own, whatever the defaults are', () => {
    expect(resume({})).toEqual(record.config);
    expect(resume({}, { options: ['threads', 'quiet', 'checkpointEvery'] })).toEqual(record.config);
  });

  test('may name data elsewhere, which are compared by their content', () => {
    expect(resume({ data: '/moved' })).toEqual({ ...record.config, data: '/moved' });
    const now = { content: { train: 'a', test: 'b' }, files: {} };
    const context = checkpointContext(record.config, now.content);
    const moved = { ...record.config, data: '/moved' };
    expect(() => checkContext({ ...emptyCheckpoint, context }, moved, now)).not.toThrow();
  });

  test('may say the same again, name the engine that ran, and have more epochs', () => {
    const same = { seed: 4, hidden: [32], optimizer: 'adam', batchSize: 32, engine: 'simd' } as const;
    expect(resume({ ...same, epochs: 9 }, { preset: 'mlp-32' })).toEqual({ ...record.config, epochs: 9 });
  });

  test.each<[RecipeChanges, string]>([
    [{ batchSize: 64 }, '--batchSize 64 conflicts with the run, which was made with 32; a resumed run keeps'],
    [{ seed: 5 }, '--seed 5 conflicts with the run, which was made with 4'],
    [{ optimizer: 'sgd' }, '--optimizer sgd conflicts with the run, which was made with adam'],
    [{ learningRate: 0.5 }, '--learningRate 0.5 conflicts with the run, which was made with 0.001'],
    [{ beta1: 0.5 }, '--beta1 0.5 conflicts with the run, which was made with 0.9'],
    [{ momentum: 0.5 }, 'The optimizer adam has no momentum'],
    [{ clipNorm: 1 }, '--clipNorm 1 conflicts with the run, which was made with none'],
    [
      { loss: 'categoricalCrossentropy' },
      '--loss one-hot conflicts with the run, which was made with sparse',
    ],
    [{ schedule: { name: 'cosine', warmup: 1 } }, '--schedule cosine,warmup=1 conflicts'],
    [{ hidden: [9] }, '--hidden 9 conflicts with the run, which was made with 32'],
    [
      { layers: 'conv 8 3x3' },
      '--layers conv 8 3x3 conflicts with the run, which was made with dense 32, output',
    ],
    [{ activation: 'tanh' }, '--activation tanh conflicts with the run, which was made with relu'],
    [{ dropout: 0.9 }, '--dropout 0.9 conflicts with the run, which was made with 0'],
    [{ l1: 1 }, '--l1 1 conflicts with the run, which was made with 0'],
    [{ l2: 1 }, '--l2 1 conflicts with the run, which was made with 0'],
    [{ augment: { flip: true } }, '--augment flip conflicts with the run, which was made with none'],
    [{ validation: 'none' }, '--validation none conflicts with the run, which was made with test'],
    [{ patience: 1 }, '--patience 1 conflicts with the run, which was made with none'],
    [{ limit: 9 }, '--limit 9 conflicts with the run, which was made with all'],
    [{ engine: 'tfjs' }, '--engine tfjs conflicts with the run, which was made with auto'],
    [{ epochs: 2 }, '--epochs 2 conflicts with the run, which was made with 3; it can be made longer'],
  ])('refuses %j', (changes, message) => {
    expect(() => resume(changes)).toThrow(message);
  });

  test.each(['out', 'overwrite', 'config'])('refuses --%s', (option) => {
    expect(() => resume({}, { options: [option] })).toThrow(UsageError);
    expect(() => resume({}, { options: [option] })).toThrow(`--${option} does not go with --resume`);
  });

  test('refuses another preset', () => {
    expect(() => resume({}, { preset: 'softmax' })).toThrow(
      'preset softmax conflicts with the run, which was made with mlp-32',
    );
  });
});

describe('a finished run', () => {
  test('is one whose epochs are done, or that was stopped', () => {
    expect(finishedMessage('r', record, 3)).toContain(
      'all 3 epochs are done. Continue it with more --epochs',
    );
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
  const checkpoint = { ...emptyCheckpoint, context };

  test('agrees with the run, however many epochs that has by now', () => {
    expect(() => checkContext(checkpoint, { ...record.config, epochs: 99 }, now)).not.toThrow();
  });

  test('of a version with fewer settings, and without epochs, agrees with the run that it is of', () => {
    const { epochs: _, clipNorm: __, ...config } = record.config;
    const former = { ...checkpoint, context: JSON.parse(JSON.stringify({ config, hashes: now.content })) };
    expect(() => checkContext(former, record.config, now)).not.toThrow();
    expect(() => checkContext(former, { ...record.config, clipNorm: 1 }, now)).toThrow(
      'The checkpoint was made with another gradient norm limit: none; found 1',
    );
  });

  test('agrees with the files that an earlier version recorded', () => {
    const former = { ...checkpoint, context: checkpointContext(record.config, now.files) };
    expect(() => checkContext(former, record.config, now)).not.toThrow();
    const others = { ...now, files: { 'train-images': '2222' } };
    expect(() => checkContext(former, record.config, others)).toThrow(
      'another SHA-256 of train-images: 1111; found 2222',
    );
  });

  test('names a setting or a part of the data that differs', () => {
    const other = (config: Partial<Recipe>): void =>
      checkContext(checkpoint, { ...record.config, ...config }, now);
    expect(() => other({ seed: 40 })).toThrow('The checkpoint was made with another seed: 4; found 40');
    expect(() => other({ preset: 'x' })).toThrow('made with another preset: mlp-32; found x');
    const others = { ...now, content: { ...now.content, train: 'bad3' } };
    expect(() => checkContext(checkpoint, record.config, others)).toThrow(
      'another SHA-256 of train: c59f; found bad3',
    );
  });

  test('is missing in a checkpoint of another program', () => {
    expect(() => checkContext({ ...checkpoint, context: null }, record.config, now)).toThrow(
      'it does not belong to a run',
    );
  });
});

test('only a schedule that spans all epochs is stretched by more of them', () => {
  const { config } = record;
  const cosine = { ...config, schedule: { name: 'cosine', warmup: 0 } } as const;
  expect(stretchedMessage(cosine, { ...cosine, epochs: 9 })).toContain('stretched from 3 to 9 epochs');
  expect(stretchedMessage(cosine, cosine)).toBeUndefined();
  const cycle = { ...config, schedule: { name: 'one-cycle', warmup: 0.3 } } as const;
  expect(stretchedMessage(cycle, { ...cycle, epochs: 9 })).toContain('The one-cycle schedule ends');
  for (const schedule of [
    { name: 'constant' },
    { name: 'step', every: 2, factor: 0.5 },
    { name: 'exponential', factor: 0.9 },
  ] as const) {
    expect(stretchedMessage({ ...config, schedule }, { ...config, schedule, epochs: 9 })).toBeUndefined();
  }
});
