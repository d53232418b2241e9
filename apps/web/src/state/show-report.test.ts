import { expect, test } from 'vitest';
import { showReport } from './show-report.ts';
import { State } from './state.ts';

const prediction = {
  index: 1,
  label: 1,
  pixels: new Uint8Array(1),
  probabilities: new Float32Array(1),
};
const record = {
  epoch: 1,
  loss: 0.5,
  accuracy: 0.8,
  valLoss: 0.6,
  valAccuracy: 0.75,
  learningRate: 0.001,
  seconds: 1,
};

function stateWithRun(): State {
  const state = new State();
  const recipe = { settings: state.settings.value, rateChanges: [] };
  state.runs.value = [
    { id: 1, name: '1', recipe, history: [], engine: undefined, state: { status: 'running' }, shown: true },
    { id: 2, name: '2', recipe, history: [], engine: undefined, state: { status: 'running' }, shown: true },
  ];
  state.currentRun.value = 2;
  return state;
}

test('a report of a run changes that run alone', () => {
  const state = stateWithRun();
  const [first] = state.runs.value;
  showReport(state, { type: 'epoch', run: 2, record });
  showReport(state, { type: 'run-ended', run: 2, ending: { status: 'completed' } });
  expect(state.runs.value[0]).toBe(first);
  expect(state.runs.value[1]).toMatchObject({ history: [record], state: { status: 'completed' } });
});

test('a pause that was asked for is over when the run has paused, or ended', () => {
  for (const report of [
    { type: 'paused', run: 2 },
    { type: 'run-ended', run: 2, ending: { status: 'stopped' } },
  ] as const) {
    const state = stateWithRun();
    state.pausing.value = true;
    showReport(state, report);
    expect(state.pausing.value).toBe(false);
  }
});

test('a rate that is set anew takes the place of those for later epochs', () => {
  const state = stateWithRun();
  for (const change of [
    { epoch: 2, learningRate: 0.01 },
    { epoch: 5, learningRate: 0.02 },
    { epoch: 3, learningRate: 0.03 },
  ]) {
    showReport(state, { type: 'rate-set', run: 2, change });
  }
  expect(state.run.value?.recipe?.rateChanges).toEqual([
    { epoch: 2, learningRate: 0.01 },
    { epoch: 3, learningRate: 0.03 },
  ]);
});

test('what is under way of a model that was forgotten is not shown', () => {
  const state = stateWithRun();
  state.currentRun.value = undefined;
  showReport(state, { type: 'predictions', predictions: [prediction] });
  showReport(state, {
    type: 'saved-model',
    run: 2,
    files: { modelJson: '{}', weights: new Uint8Array() },
  });
  expect(state.predictions.value).toEqual([]);
  expect(state.savedModel.value).toBeUndefined();
});
