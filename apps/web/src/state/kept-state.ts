import { effect } from '@preact/signals';
import type { SavedModel } from '../messages.ts';
import { formatQuery } from '../settings/query.ts';
import { isGoing } from './runs.ts';
import type { State } from './state.ts';
import { keep, readKept } from './storage.ts';

/** From now on the address says what is set. */
export function keepInAddress({ settings, rateChanges }: State): void {
  effect(() => {
    const query = formatQuery({ settings: settings.value, rateChanges: rateChanges.value });
    history.replaceState(null, '', `?${query}`);
  });
}

/** Remembers the runs, and the model of the current one. */
export function keepState({ runs, currentRun, savedModel }: State): void {
  const files = savedModel.value;
  const model = files && currentRun.value !== undefined ? { run: currentRun.value, files } : undefined;
  void keep({ runs: runs.value, model });
}

/** Shows what was remembered, unless something was begun since; gives the model to open. */
export async function restoreState(state: State): Promise<SavedModel | undefined> {
  const kept = await readKept();
  if (!kept || state.runs.value.length > 0) return undefined;
  state.runs.value = kept.runs.map((run) =>
    isGoing(run.state) ? { ...run, state: { status: 'reloaded' } } : run,
  );
  state.currentRun.value = kept.model?.run;
  state.savedModel.value = kept.model?.files;
  return kept.model?.files;
}
