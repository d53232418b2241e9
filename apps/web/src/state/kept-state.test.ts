import { expect, test } from 'vitest';
import { keepState } from './kept-state.ts';
import { newView } from './run-view.ts';
import { State } from './state.ts';

test('a run that the browser does not store is said', async () => {
  const state = new State();
  const nothing = { recipe: undefined, engine: undefined, model: undefined, checkpoint: undefined };
  const opened = { state: { status: 'opened' }, shown: true, history: [] } as const;
  state.addRun({ id: 1, key: 'a', name: '1', ...nothing, ...opened });
  state.view.value = newView(1);
  expect(state.keepsRuns.value).toBe(true);
  // Node has no database for it.
  keepState(state);
  await expect.poll(() => state.keepsRuns.value).toBe(false);
});
