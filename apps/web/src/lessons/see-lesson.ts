import { effect } from '@preact/signals';
import { parseQuery } from '../settings/query.ts';
import { session, state } from '../state/page-session.ts';
import { isGoing, type Run } from '../state/runs.ts';

/** Trains a lesson's networks one after the other; `undefined` if one was ended before its time, or another shown. */
export async function seeLesson(
  queries: readonly string[],
  onRun: (place: number) => void,
): Promise<readonly Run[] | undefined> {
  const runs: Run[] = [];
  for (const [place, query] of queries.entries()) {
    onRun(place);
    session.change(parseQuery(query).recipe.settings);
    session.train();
    const id = state.currentRun.value;
    const run = id === undefined ? undefined : await ended(id);
    if (run?.state.status !== 'completed' || state.currentRun.value !== id) return undefined;
    runs.push(run);
  }
  return runs;
}

/** A run at its end; `undefined` if it was removed. */
function ended(id: number): Promise<Run | undefined> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const run = state.runs.value.find((each) => each.id === id);
      if (run && isGoing(run.state)) return;
      // Not within the effect, which is not yet assigned the first time.
      queueMicrotask(() => {
        stop();
        resolve(run);
      });
    });
  });
}
