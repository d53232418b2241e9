import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { epochsIfContinued, isRepeatable, makingPlace, newKey, type Run } from './runs.ts';

const record = { epoch: 1, loss: 1, accuracy: 0.5, seconds: 1, learningRate: 0.001 };

function run(change: Partial<Run> = {}): Run {
  return {
    id: 1,
    key: newKey(),
    name: '1',
    recipe: { settings: { ...defaultSettings('softmax'), epochs: 5 }, rateChanges: [] },
    history: [record, { ...record, epoch: 2 }],
    engine: 'simd',
    state: { status: 'stopped' },
    shown: true,
    model: undefined,
    checkpoint: new Uint8Array(1),
    ...change,
  };
}

test('a run that was stopped or interrupted can be continued to its end', () => {
  for (const status of ['stopped', 'lost', 'reloaded'] as const) {
    expect(epochsIfContinued(run({ state: { status } }))).toBe(5);
  }
});

test('a completed run can be made as long again, unless its schedule spans all epochs', () => {
  const state = { status: 'completed' } as const;
  expect(epochsIfContinued(run({ state }))).toBe(7);
  const settings = { ...defaultSettings('softmax'), schedule: { name: 'cosine', warmup: 0 } } as const;
  expect(epochsIfContinued(run({ state, recipe: { settings, rateChanges: [] } }))).toBeUndefined();
});

test('a run that is training, has diverged, no longer improved or has no checkpoint cannot be continued', () => {
  const diverged = { status: 'diverged', epoch: 1, step: 1, loss: 'NaN', learningRate: 1 } as const;
  expect(epochsIfContinued(run({ state: { status: 'running' } }))).toBeUndefined();
  expect(epochsIfContinued(run({ state: diverged }))).toBeUndefined();
  expect(epochsIfContinued(run({ state: { status: 'stopped-early' } }))).toBeUndefined();
  expect(epochsIfContinued(run({ checkpoint: undefined }))).toBeUndefined();
});

test('a link repeats a run with settings, of the data set that the page comes with', () => {
  expect(isRepeatable(run())).toBe(true);
  expect(isRepeatable(run({ recipe: undefined }))).toBe(false);
  expect(isRepeatable(run({ ownData: { name: 'mine', classNames: [], hashes: {} } }))).toBe(false);
});

test('an empty run and the oldest of twenty make place for another', () => {
  const empty = run({ history: [] });
  const runs = Array.from({ length: 20 }, (_, index) => run({ id: index }));
  expect(makingPlace([...runs, empty])).toEqual([empty, runs[0]]);
  expect(makingPlace(runs.slice(1))).toEqual([]);
});
