import type { FileAtPath } from '@atelier/datasets/browser';
import { exampleRecord } from '@atelier/runs/record';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { parseRun, readRunFiles } from './run-files.ts';

const config = {
  preset: 'mlp-32',
  hidden: [64],
  activation: 'tanh',
  dropout: 0.1,
  l1: 0,
  l2: 0.0001,
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { name: 'rmsprop', learningRate: 0.002, rho: 0.9, momentum: 0, epsilon: 1e-7 },
  schedule: { name: 'cosine', warmup: 0 },
  batchSize: 64,
  epochs: 2,
  augment: { shift: 2, flip: true },
  validation: 'test',
  patience: null,
  limit: 5000,
  seed: 7,
  engine: 'auto',
  data: 'fashion-mnist',
};
const record = {
  epoch: 1,
  loss: 0.5,
  accuracy: 0.8,
  valLoss: 0.4,
  valAccuracy: 0.85,
  seconds: 0.3,
  learningRate: 0.002,
};
const trainedOn = { name: 'mine', classNames: ['a', 'b'], hashes: { train: 'aa', test: 'bb' } };
const run = {
  ...exampleRecord,
  dataset: { ...exampleRecord.dataset, ...trainedOn },
  config,
  history: [record, { ...record, epoch: 2, loss: null }],
};

const file = (path: string, content: string): FileAtPath => ({ path, file: new Blob([content]) });

describe('parseRun', () => {
  test('takes name, settings and history from a run of the CLI', () => {
    expect(parseRun(JSON.stringify(run))).toEqual({
      name: 'mlp-32',
      trainedOn,
      images: 1,
      history: [record, { ...record, epoch: 2, loss: Number.NaN }],
      recipe: {
        rateChanges: [],
        settings: {
          ...defaultSettings('mlp-32'),
          layers: 'dense 64, output',
          activation: 'tanh',
          dropout: 0.1,
          l2: 0.0001,
          optimizer: { name: 'rmsprop', learningRate: 0.002, rho: 0.9, momentum: 0, epsilon: 1e-7 },
          schedule: { name: 'cosine', warmup: 0 },
          batchSize: 64,
          epochs: 2,
          augment: { shift: 2, flip: true, erase: 0 },
          seed: 7,
          limit: 5000,
        },
      },
    });
  });

  test('shows a run of a preset that the page doesn’t have, without settings to repeat it', () => {
    const found = parseRun(JSON.stringify({ ...run, config: { ...config, preset: '<b>my own</b>' } }));
    expect(found).toMatchObject({ name: '<b>my own</b>', recipe: undefined });
  });

  test.each([
    ['a network larger than the page allows', { hidden: undefined, layers: 'dense 2048, output' }],
    ['more epochs', { epochs: 1000 }],
    ['larger batches', { batchSize: 8192 }],
    ['more dropout', { dropout: 0.95 }],
    ['a longer shift', { augment: { shift: 9 } }],
    ['fewer pictures', { limit: 50 }],
    ['another start', { from: '/runs/before' }],
    ['frozen layers', { freeze: ['dense_1'] }],
  ])('shows a run with %s without settings, since the page would repeat another', (_, change) => {
    const found = parseRun(JSON.stringify({ ...run, config: { ...config, ...change } }));
    expect(found).toMatchObject({ name: 'mlp-32', recipe: undefined });
  });

  test('takes a network that is too long for the short form, since it is not for the long one', () => {
    const layers = 'dense 8, dense 8, dense 8, dense 8, dense 8, dense 8, output';
    const found = parseRun(JSON.stringify({ ...run, config: { ...config, hidden: undefined, layers } }));
    expect(found?.recipe?.settings.layers).toBe(layers);
  });

  test.each([
    '',
    '[]',
    'null',
    '{}',
    JSON.stringify({ ...run, history: [{ ...record, epoch: '1' }] }),
    JSON.stringify({ ...run, config: { ...config, epochs: 0 } }),
    JSON.stringify({ ...run, dataset: undefined }),
  ])('refuses %s', (text) => {
    expect(parseRun(text)).toBeUndefined();
  });

  test('never throws, whatever it reads', () => {
    const settingsAndHistory = fc
      .tuple(fc.jsonValue(), fc.jsonValue())
      .map(([settings, history]) => JSON.stringify({ ...run, config: settings, history, dataset: settings }));
    const oddSettings = fc
      .jsonValue()
      .map((hidden) => JSON.stringify({ ...run, config: { ...config, preset: 'softmax', hidden } }));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), settingsAndHistory, oddSettings), (text) => {
        expect(() => parseRun(text)).not.toThrow();
      }),
    );
  });
});

describe('readRunFiles', () => {
  test('wants model.json with weights.bin', async () => {
    expect(await readRunFiles([file('model.json', '{}')])).toEqual({ kind: 'no-model-file' });
    expect(await readRunFiles([file('photo.png', '')])).toEqual({ kind: 'no-model-file' });
  });

  test('opens a model without its run', async () => {
    const found = await readRunFiles([file('model.json', '{}'), file('weights.bin', 'abc')]);
    expect(found).toEqual({
      name: 'model.json',
      recipe: undefined,
      history: [],
      model: { modelJson: '{}', weights: new Uint8Array([97, 98, 99]) },
      trainedOn: undefined,
    });
  });

  test('names a run record that is none', async () => {
    const files = [file('model.json', '{}'), file('weights.bin', ''), file('run.json', 'no')];
    expect(await readRunFiles(files)).toEqual({ kind: 'not-a-run', fileName: 'run.json' });
  });
});
