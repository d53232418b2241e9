import type { Figure } from '@atelier/plotting';
import type { Results } from './results.ts';
import type { PlanOptions } from './plan-options.ts';
import type { Trial } from './trial.ts';

/** Rows of numbers and words, for a CSV file and a page. */
export interface Table {
  readonly columns: readonly { readonly label: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** What the results say. */
export interface Presentation {
  /** By file name, without its ending; the first is the one that a lesson shows. */
  readonly figures: Readonly<Record<string, Figure>>;
  readonly table: Table;
  /** Sentences made from the numbers, whether they support the claim or not. */
  readonly reading: readonly string[];
}

/** A claim, and the grid of trials that puts it to the test. */
export interface Experiment {
  /** As the user types it. */
  readonly name: string;
  /** What the trials shall answer. */
  readonly question: string;
  /** One line for a list. */
  readonly summary: string;
  /** Of the options that the user leaves out. */
  readonly defaults: { readonly epochs: number; readonly seeds: number };
  /**
   * True when trials are chosen from the results of others: then `plan` gives more trials as results come in, and the
   * experiment cannot be sharded.
   */
  readonly adaptive?: boolean;
  /**
   * All trials that are known by now, in order. More results only add trials at the end. Two equal trials are one.
   */
  plan(options: PlanOptions, results: Results): readonly Trial[];
  /** What was decided so far and why, of an adaptive experiment, as sentences in order. */
  decisions?(options: PlanOptions, results: Results): readonly string[];
  /** Needs the results of every trial of the plan. */
  present(options: PlanOptions, results: Results): Presentation;
}
