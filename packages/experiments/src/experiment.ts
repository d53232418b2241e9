import type { Figure } from '@atelier/plotting';
import type { Results } from './results.ts';
import type { PlanOptions } from './plan-options.ts';
import type { SearchPlan } from './search/search-plan.ts';
import type { Trial } from './trial.ts';

/** Rows of numbers and words, for a CSV file and a page. */
export interface Table {
  readonly columns: readonly { readonly label: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The presentation of the results. */
export interface Presentation {
  /** By file name, without its ending; the first is the one that a lesson shows. */
  readonly figures: Readonly<Record<string, Figure>>;
  readonly table: Table;
  /** Sentences made from the numbers, whether they support the claim or not. */
  readonly reading: readonly string[];
}

/** A claim, and the grid of trials that tests it. */
export interface Experiment {
  /** As the user types it. */
  readonly name: string;
  /** The question that the trials answer. */
  readonly question: string;
  /** One line for a list. */
  readonly summary: string;
  /** Of the options that the user leaves out. Without `limit`, all training images. */
  readonly defaults: { readonly epochs: number; readonly seeds: number; readonly limit?: number };
  /** Of a search, which can be made from it again. */
  readonly search?: SearchPlan;
  /**
   * True when trials depend on the results of others, beyond their groups: then `plan` returns more trials as results arrive, and the
   * experiment cannot be sharded.
   */
  readonly adaptive?: boolean;
  /** All trials known so far, in order. Equal trials count once. */
  plan(options: PlanOptions, results: Results): readonly Trial[];
  /** The decisions of an adaptive experiment so far, with reasons, as sentences in order. */
  decisions?(options: PlanOptions, results: Results): readonly string[];
  /** Needs the results of every trial of the plan. */
  present(options: PlanOptions, results: Results): Presentation;
}
