import { type Recipe, recipeSchema } from '@atelier/presets/recipe';
import * as z from 'zod/mini';
import { type ModelHashes, modelHashesSchema } from './run-record.ts';

/** The most runs that one command trains. */
export const mostRuns = 1000;

/** Several runs of one configuration: one per fold, or one per seed. */
export interface SeveralRuns {
  readonly kind: 'cross-validation' | 'ensemble';
  /** From 2 to {@link mostRuns}. */
  readonly count: number;
}

/** `plan.json`: which runs a folder of several is to hold, so that a killed command can be resumed. */
export interface RunPlan extends SeveralRuns {
  readonly format: 1;
  /** Of the first run, before its fold is chosen; an ensemble's other members have the seeds that follow. */
  readonly config: Recipe;
  /** Of the data, as in `run.json`. */
  readonly hashes: Readonly<Record<string, string>>;
  /**
   * The momentum of batch normalization of all runs: it follows from the steps of an epoch of each. Absent: 0.99, as earlier versions
   * had it.
   */
  readonly normMomentum?: 'by-steps' | undefined;
  /** The model that the runs start from, if they were given one: a copy is in its folder. Earlier versions kept none. */
  readonly start?: ModelHashes | undefined;
}

/** Reads `plan.json`: what a folder of several runs was asked for. */
export const planSchema: z.ZodMiniType<RunPlan> = z.object({
  format: z.literal(1),
  kind: z.enum(['cross-validation', 'ensemble']),
  count: z.int().check(z.gte(2), z.lte(mostRuns)),
  config: recipeSchema,
  hashes: z.record(z.string(), z.string()),
  normMomentum: z.optional(z.literal('by-steps')),
  start: z.optional(modelHashesSchema),
});
