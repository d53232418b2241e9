import type { EpochRecord } from '@atelier/training';
import type { RunData, RunEnding } from '../messages.ts';
import { formatQuery } from '../settings/query.ts';
import type { RunRecipe } from '../settings/settings.ts';

/** The state of a run: `lost` if its worker died, `reloaded` if its page was left while it ran. */
export type RunStatus =
  | { readonly status: 'running' | 'paused' | 'lost' | 'reloaded' | 'opened' }
  | RunEnding;

/** A run as the page knows it; plain data, so that it can be stored. */
export interface Run {
  readonly id: number;
  readonly name: string;
  /** Absent for a model that came without its run, and for a run of other data, which the page cannot repeat. */
  readonly recipe: RunRecipe | undefined;
  readonly history: readonly EpochRecord[];
  readonly engine: string | undefined;
  readonly state: RunStatus;
  /** What it was trained on, if that is other data than the page's. */
  readonly otherData?: RunData | undefined;
  /** Whether the curves show it. */
  readonly shown: boolean;
}

/** As many runs as can be distinguished in a chart. */
export const mostRuns = 8;

export function bestValAccuracy({ history }: Run): number | undefined {
  const values = history.flatMap(({ valAccuracy }) => valAccuracy ?? []);
  return values.length > 0 ? Math.max(...values) : undefined;
}

/** The preset and what differs from it, for a legend: `2 mlp-32 learning-rate=0.01`. */
export function runName(id: number, recipe: RunRecipe): string {
  const [preset, ...differences] = formatQuery(recipe)
    .split('&')
    .map((part) => part.replace('preset=', ''));
  // The chart itself shows how long a run is.
  const telling = differences.filter((part) => !part.startsWith('epochs=') && !part.startsWith('rates='));
  return [id, preset, ...telling].join(' ');
}

/** Drops the oldest runs beyond `mostRuns`. */
export function withRun(runs: readonly Run[], run: Run): readonly Run[] {
  return [...runs, run].slice(-mostRuns);
}

export function withoutEmpty(runs: readonly Run[]): readonly Run[] {
  return runs.filter(
    ({ history, state }) => history.length > 0 || isGoing(state) || state.status === 'opened',
  );
}

export function isGoing({ status }: RunStatus): boolean {
  return status === 'running' || status === 'paused';
}
