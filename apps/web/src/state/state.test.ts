import { expect, test } from 'vitest';
import type { DataInfo, TestResult } from '../messages.ts';
import { defaultSettings, type RunRecipe, type Settings } from '../settings/settings.ts';
import { newView } from './run-view.ts';
import type { Run } from './runs.ts';
import { State } from './state.ts';

const fashion = { name: 'fashion-mnist', classNames: ['shirt', 'shoe'], hashes: { train: 'a', test: 'b' } };
const mine = { name: 'mine', classNames: ['cat', 'dog'], hashes: { train: 'c', test: 'd' } };
const all: DataInfo = {
  height: 28,
  width: 28,
  channels: 1,
  ink: true,
  classNames: fashion.classNames,
  trainCount: 60_000,
  testCount: 10_000,
  complete: true,
  own: false,
  data: fashion,
};
const first: DataInfo = { ...all, trainCount: 3000, complete: false };

function recipe(change: Partial<Settings> = {}): RunRecipe {
  return { settings: { ...defaultSettings('softmax'), ...change }, rateChanges: [] };
}

const run: Run = {
  id: 1,
  key: 'a',
  name: '1',
  recipe: recipe(),
  history: [],
  engine: undefined,
  state: { status: 'stopped' },
  shown: true,
  model: { modelJson: '{}', weights: new Uint8Array() },
  checkpoint: new Uint8Array(1),
};

/** A page that shows a run, and whose worker has these data. */
function stateWith(info: DataInfo, change: Partial<Run> = {}): State {
  const state = new State();
  state.worker.value = { status: 'ready', threads: 1, late: false };
  state.dataInfo.value = info;
  state.dataHere.value = true;
  state.addRun({ ...run, ...change });
  state.view.value = newView(1);
  return state;
}

test('a run is continued only where a worker can train on what it was trained on', () => {
  expect(stateWith(all).canContinue(run)).toBe(true);
  expect(stateWith(first).canContinue(run)).toBe(false);
  expect(stateWith({ ...all, own: true, data: mine }).canContinue(run)).toBe(false);
  const ending = stateWith(all);
  ending.training.value = 1;
  expect(ending.canContinue(run)).toBe(false);
  const dead = stateWith(all);
  dead.worker.value = { status: 'dead', message: '' };
  expect(dead.canContinue(run)).toBe(false);
  const restarted = stateWith(all);
  restarted.dataHere.value = false;
  expect(restarted.canContinue(run)).toBe(false);
});

test('pictures at random are all here when the last is here, the first as soon as there are so many', () => {
  const settings = (change: Partial<Settings>): Settings => recipe(change).settings;
  for (const [info, sample, limit, expected] of [
    [first, 'first', 2000, true],
    [first, 'first', 3001, false],
    [first, 'stratified', 2000, false],
    [{ ...first, testCount: 0 }, 'first', 2000, false],
    [all, 'stratified', 2000, true],
  ] as const) {
    expect(stateWith(info).hasAllOf(settings({ sample, limit }))).toBe(expected);
  }
});

test('a run on pictures at random can begin early, on the first instead', () => {
  const state = stateWith(first);
  state.settings.value = recipe({ sample: 'stratified', limit: 2000 }).settings;
  expect(state.isEarly.value).toBe(true);
  expect(state.canBegin.value).toBe(true);
  state.dataInfo.value = all;
  expect(state.isEarly.value).toBe(false);
});

test('a run that was limited is repeated on one’s own data without its limit', () => {
  const limited = recipe({ limit: 1000 });
  const state = stateWith(all);
  state.useRecipe(limited);
  expect(state.formRecipe).toEqual(limited);
  state.dataInfo.value = { ...all, own: true, data: mine };
  state.useRecipe(limited);
  expect(state.formRecipe).toEqual(recipe({ limit: null }));
});

test('the accuracy of the saved model is known only where it was measured on just that model', () => {
  const result: TestResult = {
    past: false,
    loss: 1,
    accuracy: 0.9,
    confusion: [],
    perClass: [],
    mistakes: [],
  };
  const accuracyOf = (
    change: Partial<Run>,
    measured: TestResult | undefined = result,
  ): number | undefined => {
    const state = stateWith(all, change);
    state.changeView(1, { result: measured });
    return state.testAccuracy.value;
  };
  expect(accuracyOf({})).toBe(0.9);
  expect(accuracyOf({ state: { status: 'completed' } })).toBe(0.9);
  // The model has changed since, or was not saved.
  expect(accuracyOf({ state: { status: 'running' } })).toBeUndefined();
  expect(accuracyOf({ state: { status: 'paused' } })).toBeUndefined();
  expect(accuracyOf({ state: { status: 'failed', message: '' } })).toBeUndefined();
  expect(accuracyOf({}, { ...result, past: true })).toBeUndefined();
  const state = stateWith(all, { state: { status: 'lost' } });
  state.changeView(1, { result });
  state.worker.value = { status: 'dead', message: '' };
  expect(state.testAccuracy.value).toBeUndefined();
  expect(stateWith(all).testAccuracy.value).toBeUndefined();
});
