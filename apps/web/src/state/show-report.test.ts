import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { newView } from './run-view.ts';
import type { Told } from './questions.ts';
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
  const begun = {
    recipe: { settings: state.settings.value, rateChanges: [] },
    history: [],
    engine: undefined,
    state: { status: 'running' },
    shown: true,
    model: undefined,
    checkpoint: undefined,
  } as const;
  state.runs.value = [
    { id: 1, key: 'a', name: '1', ...begun },
    { id: 2, key: 'b', name: '2', ...begun },
  ];
  state.view.value = newView(2);
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

test('a report that changes a run’s view alone leaves the list of runs as it is', () => {
  const state = stateWithRun();
  const { runs, run } = { runs: state.runs.value, run: state.run.value };
  showReport(state, { type: 'predictions', run: 2, predictions: [prediction] });
  showReport(state, { type: 'resumed', run: 3 });
  expect(state.predictions.value).toEqual([prediction]);
  expect(state.runs.value).toBe(runs);
  expect(state.run.value).toBe(run);
});

test('a pause that was asked for is over when the run has paused, or ended', () => {
  for (const report of [
    { type: 'paused', run: 2 },
    { type: 'run-ended', run: 2, ending: { status: 'stopped' } },
  ] as const) {
    const state = stateWithRun();
    state.changeView(2, { pausing: true });
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

/** One of each report about a run. */
const reports: readonly Extract<Told, { run: number }>[] = [
  {
    type: 'run-started',
    run: 1,
    recipe: { settings: defaultSettings(), rateChanges: [] },
    engine: 'simd',
    images: 9,
    finishedEpochs: 0,
  },
  {
    type: 'progress',
    run: 1,
    epoch: 1,
    epochs: 2,
    step: 3,
    stepsPerEpoch: 4,
    loss: 0.5,
    accuracy: 0.5,
    imagesPerSecond: 1,
  },
  { type: 'epoch', run: 1, record },
  { type: 'paused', run: 1 },
  { type: 'resumed', run: 1 },
  { type: 'rate-set', run: 1, change: { epoch: 2, learningRate: 1 } },
  { type: 'run-ended', run: 1, ending: { status: 'completed' } },
  {
    type: 'weights',
    run: 1,
    kind: 'units',
    height: 1,
    width: 1,
    units: 1,
    unitsAreClasses: true,
    place: 0,
    pictures: Uint8ClampedArray.of(1),
    shownUnits: 1,
  },
  { type: 'layers-refused', run: 1, message: 'no' },
  { type: 'epochs-kept', run: 1, epochs: [0, 1] },
  { type: 'epoch-shown', run: 1, epoch: 1 },
  { type: 'predictions', run: 1, predictions: [prediction] },
  {
    type: 'evaluation',
    run: 1,
    past: false,
    loss: 1,
    accuracy: 0.1,
    confusion: [[1]],
    perClass: [],
    mistakes: [],
  },
  {
    type: 'saved-model',
    run: 1,
    files: { modelJson: '{}', weights: new Uint8Array() },
    checkpoint: undefined,
  },
];

test.each(reports.map((report) => [report.type, report] as const))(
  'a report (%s) of another run than the shown one, or of one that was forgotten, shows nothing',
  (_, report) => {
    for (const view of [newView(2), undefined]) {
      const state = stateWithRun();
      state.view.value = view;
      showReport(state, report);
      expect(state.view.value).toBe(view);
    }
  },
);

test('a run that was reset is not going again when the worker paused it meanwhile', () => {
  const state = stateWithRun();
  state.endRun('stopped');
  showReport(state, { type: 'paused', run: 2 });
  showReport(state, { type: 'resumed', run: 2 });
  expect(state.run.value?.state).toEqual({ status: 'stopped' });
});

test('the worker is done with a run when it says so, and not when an earlier one ends', () => {
  const state = stateWithRun();
  state.training.value = 2;
  showReport(state, { type: 'run-ended', run: 1, ending: { status: 'stopped' } });
  expect(state.training.value).toBe(2);
  showReport(state, { type: 'run-ended', run: 2, ending: { status: 'stopped' } });
  expect(state.training.value).toBeUndefined();
});

test('a number of a run that was removed does not come again', () => {
  const state = new State();
  const first = state.newRun();
  state.runs.value = [];
  expect(state.newRun()).toBe(first + 1);
});

test('a run that is continued has the epochs of its checkpoint, not those that came after', () => {
  const state = stateWithRun();
  const recipe = { settings: defaultSettings(), rateChanges: [] };
  for (const epoch of [1, 2, 3]) showReport(state, { type: 'epoch', run: 2, record: { ...record, epoch } });
  showReport(state, { type: 'run-started', run: 2, recipe, engine: 'simd', images: 9, finishedEpochs: 2 });
  expect(state.run.value?.history.map(({ epoch }) => epoch)).toEqual([1, 2]);
});
