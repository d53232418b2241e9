import type { FileAtPath } from '@atelier/datasets/browser';
import { presetRecipe, presets } from '@atelier/presets/recipe';
import { exampleRecord } from '@atelier/runs/record';
import { expect, test } from 'vitest';
import { Opening } from './opening.ts';
import type { Answer } from './questions.ts';
import { newView } from './run-view.ts';
import { State } from './state.ts';

const at = (path: string, content: string): FileAtPath => ({ path, file: new Blob([content]) });
const files = [at('model.json', '{}'), at('weights.bin', 'abc')];

/** A worker that answers when it is told to. */
function slowWorker(state: State): { opening: Opening; answer: (answer: Answer | undefined) => void } {
  let settle: (answer: Answer | undefined) => void = () => {};
  const opening = new Opening(
    state,
    () =>
      new Promise((resolve) => {
        settle = resolve;
      }),
  );
  return { opening, answer: (answer) => settle(answer) };
}

const asked = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('a model that was opened is shown as a run of its own', async () => {
  const state = new State();
  const { opening, answer } = slowWorker(state);
  const opened = opening.openFiles(files);
  await asked();
  answer({ type: 'model-opened', id: 1, otherData: false });
  await opened;
  expect(state.run.value).toMatchObject({ id: 1, state: { status: 'opened' } });
  expect(state.savedModel.value).toMatchObject({ modelJson: '{}' });
});

test('a model that comes when another run has begun is listed, but takes no place: the worker has the other’s', async () => {
  const state = new State();
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
    const state = new State();
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
  const state = new State();
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
