import { expect, test } from 'vitest';
import { runSchema } from './schema.ts';

const record = {
  format: 1,
  status: 'completed',
  config: {
    preset: 'mlp-32',
    hidden: [32],
    activation: 'relu',
    dropout: 0,
    l1: 0,
    l2: 0,
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    schedule: { name: 'constant' },
    batchSize: 32,
    epochs: 2,
    augment: {},
    validation: 'test',
    patience: null,
    limit: null,
    seed: 0,
    engine: 'auto',
    data: 'fashion-mnist',
  },
  engine: 'simd',
  parameters: 1,
  dataset: {
    name: 'fashion-mnist',
    classNames: ['shirt', 'shoe'],
    shape: [28, 28, 1],
    counts: { train: 1, validation: 1, test: 1 },
    source: 'a folder',
    hashes: {},
  },
  history: [],
  timings: {},
  versions: {},
};

test('a record is read', () => {
  expect(runSchema.parse(record)).toEqual(record);
});

test.each([
  ['images that no picture can be made to fit', { dataset: { ...record.dataset, shape: [1e5, 1e5, 3] } }],
  [
    'more classes than labels can name',
    { dataset: { ...record.dataset, classNames: Array<string>(65_537).fill('') } },
  ],
  ['a layer that takes all memory', { config: { ...record.config, hidden: [1e9] } }],
  ['layers without end', { config: { ...record.config, hidden: Array<number>(101).fill(1) } }],
])('a record of %s is refused', (_, change) => {
  expect(runSchema.safeParse({ ...record, ...change }).success).toBe(false);
});
