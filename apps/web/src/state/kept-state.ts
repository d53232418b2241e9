import { effect } from '@preact/signals';
import { formatQuery } from '../settings/query.ts';
import { newView } from './run-view.ts';
import { isGoing, type Run } from './runs.ts';
import { readShownRun, storeShownRun } from './preferences.ts';
import type { State } from './state.ts';
import { forgetRun, keepRun, readKeptRuns } from './storage.ts';
import { livingTabs, tab } from './tabs.ts';

/** From now on the page's address follows the settings. */
export function keepInAddress({ settings, rateChanges }: State): void {
  effect(() => {
    const query = formatQuery({ settings: settings.value, rateChanges: rateChanges.value });
    history.replaceState(null, '', `?${query}`);
  });
}

/** Remembers a run and its model, and that this tab shows it. */
export function keepState(state: State, id = state.view.value?.run): void {
  const run = state.runs.value.find((each) => each.id === id);
  if (!run) return;
  void keep(state, run);
  if (run.id === state.view.value?.run) storeShownRun(run.key);
}

async function keep({ keepsRuns }: State, run: Run): Promise<void> {
  keepsRuns.value = await keepRun(run, tab);
}

/** Remembers that this tab shows no run. */
export function keepNoneShown(): void {
  storeShownRun('');
}

/** Forgets a run that was removed. */
export function dropKept(run: Run): void {
  void forgetRun(run.key);
}

/** Shows the stored runs beside those that were started meanwhile; returns whether there is a model to open. */
export async function restoreState(state: State): Promise<boolean> {
  const kept = await readKeptRuns();
  const alive = await livingTabs(kept.flatMap(({ run, tab: owner }) => (isGoing(run.state) ? [owner] : [])));
  const taken = new Set(state.runs.value.map(({ id }) => id));
  const restored: Run[] = [];
  for (const { run, tab: owner } of kept) {
    // Another tab is training it.
    if (isGoing(run.state) && alive.has(owner)) continue;
    const { id } = run;
    const free = taken.has(id) ? Math.max(...taken) + 1 : id;
    taken.add(free);
    restored.push({
      ...run,
      id: free,
      name: free === id ? run.name : run.name.replace(/^\d+/, String(free)),
      ...(isGoing(run.state) && { state: { status: 'reloaded' } }),
    });
  }
  const started = state.runs.value.length > 0;
  state.runs.value = [...restored, ...state.runs.value];
  if (started) return false;
  const shown = readShownRun();
  // A new tab shows the latest.
  const run = restored.findLast(({ key, model }) => model && (shown === undefined || key === shown));
  state.view.value = run && newView(run.id);
  return run !== undefined;
}
