import { effect } from '@preact/signals';
import { formatQuery } from '../settings/query.ts';
import { newView } from './run-view.ts';
import { isGoing } from './runs.ts';
import type { State } from './state.ts';
import { keep, readKept } from './storage.ts';

/** From now on the page's address follows the settings. */
export function keepInAddress({ settings, rateChanges }: State): void {
  effect(() => {
    const query = formatQuery({ settings: settings.value, rateChanges: rateChanges.value });
    history.replaceState(null, '', `?${query}`);
  });
}

/** Remembers the runs, and the model of the current one. */
export function keepState({ runs, view }: State): void {
  const { run, savedModel: files } = view.value ?? {};
  const model = run !== undefined && files ? { run, files } : undefined;
  void keep({ runs: runs.value, model });
}

/** Shows the stored runs, unless one was started meanwhile; returns whether there is a model to open. */
export async function restoreState(state: State): Promise<boolean> {
  const kept = await readKept();
  if (!kept || state.runs.value.length > 0) return false;
  state.runs.value = kept.runs.map((run) =>
    isGoing(run.state) ? { ...run, state: { status: 'reloaded' } } : run,
  );
  state.view.value = kept.model && newView(kept.model.run, kept.model.files);
  return kept.model !== undefined;
}
