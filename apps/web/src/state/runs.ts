import type { EpochRecord } from '@atelier/training';
import type { RunData, RunEnding, SavedModel } from '../messages.ts';
import { formatQuery } from '../settings/query.ts';
import type { RunRecipe } from '../settings/settings.ts';

/** The state of a run: `lost` if its worker died, `reloaded` if its page was left while it ran. */
export type RunStatus =
  | { readonly status: 'running' | 'paused' | 'lost' | 'reloaded' | 'opened' }
  | RunEnding;

/** A run as the page knows it; plain data, so that it can be stored. */
export interface Run {
  /** Of this page; another tab may give the same. */
  readonly id: number;
  /** Unique in this browser. */
  readonly key: string;
  readonly name: string;
  /** Absent for a model that came without its run, and for a run that the page cannot repeat: of other data, or settings that it lacks. */
  readonly recipe: RunRecipe | undefined;
  readonly history: readonly EpochRecord[];
  readonly engine: string | undefined;
  readonly state: RunStatus;
  /** What it was trained on, if that is not the data set that the page comes with. */
  readonly ownData?: RunData | undefined;
  /** The number of its training images; unknown of a model that was opened without its run. */
  readonly images?: number | undefined;
  /** Whether the curves show it. */
  readonly shown: boolean;
  /** As it was saved last. */
  readonly model: SavedModel | undefined;
  /** With it the run can be continued. */
  readonly checkpoint: Uint8Array<ArrayBuffer> | undefined;
}

/** Each keeps its model. */
const mostRuns = 20;

export function bestValAccuracy({ history }: Run): number | undefined {
  const values = history.flatMap(({ valAccuracy }) => valAccuracy ?? []);
  return values.length > 0 ? Math.max(...values) : undefined;
}

/** What its validation numbers are of: the test pictures, or others (unknown of an opened run of other data). */
export function validatedOn({ recipe }: Pick<Run, 'recipe'>): 'test' | 'other' {
  return recipe?.settings.validation === 'test' ? 'test' : 'other';
}

/** Whether its link repeats it, on any machine. */
export function isRepeatable({ recipe, ownData }: Pick<Run, 'recipe' | 'ownData'>): boolean {
  return recipe !== undefined && ownData === undefined;
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

/** The runs that make place when another begins: those of which nothing is known, and the oldest beyond `mostRuns`. */
export function makingPlace(runs: readonly Run[]): readonly Run[] {
  const empty = runs.filter(({ history, state, model }) => history.length === 0 && !model && !isGoing(state));
  const others = runs.filter((run) => !empty.includes(run));
  return [...empty, ...others.slice(0, Math.max(0, others.length - mostRuns + 1))];
}

/** How many epochs a run would have if it were continued: what is left of it, or as many again; `undefined` if it cannot be. */
export function epochsIfContinued({ recipe, history, checkpoint, state }: Run): number | undefined {
  const ended = state.status === 'diverged' || state.status === 'stopped-early';
  if (!recipe || !checkpoint || isGoing(state) || ended) return undefined;
  const { epochs, schedule } = recipe.settings;
  if (history.length < epochs && state.status !== 'completed') return epochs;
  // Another schedule spans all epochs: with more of them it would be another run from its first epoch on.
  return schedule.name === 'constant' ? history.length + epochs : undefined;
}

/** Sorts by time when it is compared as text. */
export function newKey(): string {
  return `${Date.now().toString(36).padStart(9, '0')}-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
}

export function isGoing({ status }: RunStatus): boolean {
  return status === 'running' || status === 'paused';
}
