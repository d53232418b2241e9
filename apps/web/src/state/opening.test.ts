import type { FileAtPath } from '@atelier/datasets/browser';
import { presetRecipe, presets } from '@atelier/presets/recipe';
import { exampleRecord } from '@atelier/runs/record';
import { expect, test } from 'vitest';
import type { DataInfo, Request } from '../messages.ts';
import { Opening } from './opening.ts';
import type { Answer } from './questions.ts';
import { newView } from './run-view.ts';
import { State } from './state.ts';

const at = (path: string, content: string): FileAtPath => ({ path, file: new Blob([content]) });
const pictures: DataInfo = {
  height: 28,
  width: 28,
  channels: 1,
  ink: true,
  classNames: ['shirt', 'shoe'],
  trainCount: 9,
  testCount: 9,
  complete: true,
  own: false,
  data: { name: 'fashion-mnist', classNames: ['shirt', 'shoe'], hashes: {} },
};
const files = [at('model.json', '{}'), at('weights.bin', 'abc')];

interface SlowWorker {
  readonly opening: Opening;
  readonly answer: (answer: Answer | undefined) => void;
  /** What it was asked. */
  readonly questions: Request[];
}

/** A worker that answers when it is told to. */
function slowWorker(state: State): SlowWorker {
  let settle: (answer: Answer | undefined) => void = () => {};
  const questions: Request[] = [];
  const opening = new Opening(
    state,
    (question) =>
      new Promise((resolve) => {
        questions.push(question(1));
        settle = resolve;
      }),
  );
  return { opening, answer: (answer) => settle(answer), questions };
}

/** A page that has its data. */
function stateWithData(): State {
  const state = new State();
  state.dataInfo.value = pictures;
  state.dataHere.value = true;
  return state;
}

/** A page that shows a run with a model, and whose data are still on their way. */
function stateWithRun(): State {
  const state = new State();
  const run = {
    key: '1',
    name: '1',
    recipe: undefined,
    history: [],
    engine: undefined,
    checkpoint: undefined,
  };
  const model = { modelJson: '{}', weights: new Uint8Array() };
  state.addRun({ ...run, id: 1, model, state: { status: 'stopped' }, shown: true });
  state.view.value = newView(1);
  return state;
}

const asked = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('a model that was opened is shown as a run of its own', async () => {
  const state = stateWithData();
  const { opening, answer } = slowWorker(state);
  const opened = opening.openFiles(files);
  await asked();
  answer({ type: 'model-opened', id: 1, otherData: false });
  await opened;
  expect(state.run.value).toMatchObject({ id: 1, state: { status: 'opened' } });
  expect(state.savedModel.value).toMatchObject({ modelJson: '{}' });
});

test('a model that comes when another run has begun is listed, but takes no place: the worker has the other’s', async () => {
  const state = stateWithData();
  const { opening, answer } = slowWorker(state);
  const opened = opening.openFiles(files);
  await asked();
  const view = newView(state.newRun());
  state.view.value = view;
  opening.leave();
  answer({ type: 'model-opened', id: 1, otherData: false });
  await opened;
  expect(state.view.value).toBe(view);
  expect(state.runs.value).toMatchObject([{ id: 1, state: { status: 'opened' } }]);
});

test('nothing is opened by a worker that dies, or refuses', async () => {
  for (const said of [undefined, { type: 'model-refused', id: 1, message: 'no' } as const]) {
    const state = stateWithData();
    const { opening, answer } = slowWorker(state);
    const opened = opening.openFiles(files);
    await asked();
    answer(said);
    await opened;
    expect(state.runs.value).toEqual([]);
    expect(state.view.value).toBeUndefined();
    expect(state.notice.value).toEqual(said && { kind: 'not-a-model', message: 'no' });
  }
});

test('a run of other data keeps its own names, and no settings that the page could repeat it with', async () => {
  const state = stateWithData();
  const { opening, answer } = slowWorker(state);
  const dataset = { name: 'digits', classNames: ['zero', 'one'], hashes: { test: 'ff' } };
  const run = {
    ...exampleRecord,
    config: presetRecipe(presets.softmax),
    dataset: { ...exampleRecord.dataset, ...dataset },
  };
  const record = at('run.json', JSON.stringify(run));
  const opened = opening.openFiles([...files, record]);
  await asked();
  answer({ type: 'model-opened', id: 1, otherData: true });
  await opened;
  expect(state.run.value).toMatchObject({ name: '1 softmax digits', ownData: dataset, recipe: undefined });
  expect(state.classNames.value).toEqual(['zero', 'one']);
  expect(state.notice.value).toEqual({ kind: 'opened', name: 'softmax', data: 'other' });
});

test('a run that is shown before any pictures are here is opened when the first are', async () => {
  const state = stateWithRun();
  const { opening, questions } = slowWorker(state);
  void opening.reopen();
  await asked();
  expect(questions).toEqual([]);
  state.dataInfo.value = { ...pictures, complete: false, testCount: 0 };
  state.dataHere.value = true;
  await asked();
  expect(questions).toMatchObject([{ type: 'open-model', run: 1 }]);
});

test('a run that is left before its data are here is not opened, and one that is shown twice is opened once', async () => {
  for (const [next, count] of [
    ['leave', 0],
    ['reopen', 1],
  ] as const) {
    const state = stateWithRun();
    const { opening, questions } = slowWorker(state);
    void opening.reopen();
    void opening[next]();
    state.dataInfo.value = pictures;
    state.dataHere.value = true;
    await asked();
    expect(questions).toHaveLength(count);
  }
});

test('of a run that the worker has not ended yet, the model that is opened is the one that is saved at its end', async () => {
  const state = stateWithRun();
  const { opening, questions } = slowWorker(state);
  state.dataInfo.value = pictures;
  state.dataHere.value = true;
  state.training.value = 1;
  void opening.reopen();
  await asked();
  expect(questions).toEqual([]);
  state.changeRun(1, () => ({ model: { modelJson: '{"last":true}', weights: new Uint8Array() } }));
  state.training.value = undefined;
  await asked();
  expect(questions).toMatchObject([{ modelJson: '{"last":true}' }]);
});

test('files that are dropped before the data are here are opened when they are', async () => {
  const state = new State();
  const { opening, questions } = slowWorker(state);
  void opening.openFiles(files);
  await asked();
  expect(questions).toEqual([]);
  state.dataInfo.value = pictures;
  state.dataHere.value = true;
  await asked();
  expect(questions).toMatchObject([{ type: 'open-model', run: 1 }]);
});

test('files that were dropped before the data are here wait for the end of a run that began meanwhile', async () => {
  const state = new State();
  const { opening, questions } = slowWorker(state);
  void opening.openFiles(files);
  await asked();
  state.training.value = 1;
  state.dataInfo.value = pictures;
  state.dataHere.value = true;
  await asked();
  expect(questions).toEqual([]);
  state.training.value = undefined;
  await asked();
  expect(questions).toHaveLength(1);
});
