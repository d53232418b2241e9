import { checkOptions, found } from '@atelier/checks';
import { recipeLimits } from '@atelier/presets/recipe';
import { z } from 'zod';
import { ExperimentError } from './error.ts';
import type { ModelSize } from './tasks/classifier.ts';

/** Options of an experiment. */
export interface PlanOptions extends ModelSize {
  /** Passes over the training images of each trial, at least 1. */
  readonly epochs: number;
  /** How often each trial is repeated, with the seeds 0 … `seeds - 1`, at least 1. */
  readonly seeds: number;
  /** Training images that take part, from the first; validation images are set aside from them. */
  readonly limit: number;
}

/** Limits of an experiment's options: far more than can be run, so that a typo does not exhaust memory. */
export const planLimits: {
  readonly [Name in 'epochs' | 'seeds' | 'limit' | 'workers' | 'shards']: number;
} = {
  epochs: recipeLimits.epochs,
  seeds: 1000,
  limit: recipeLimits.images,
  workers: 256,
  shards: 10_000,
};

export const planOptionsSchema: z.ZodType<PlanOptions> = z.strictObject({
  epochs: z.int().min(1).max(planLimits.epochs),
  seeds: z.int().min(1).max(planLimits.seeds),
  limit: z.int().min(1).max(planLimits.limit),
  inputs: z.int().min(1).max(1_000_000_000),
  classes: z.int().min(2).max(65_536),
});

/**
 * Checks an experiment's options, before anything is made from them.
 *
 * @throws TypeError for an unknown option
 * @throws ExperimentError naming the option, what was found and what is valid
 */
export function checkPlanOptions(options: PlanOptions): void {
  checkOptions<PlanOptions>('An experiment', options, {
    epochs: true,
    seeds: true,
    limit: true,
    inputs: true,
    classes: true,
  });
  const { error } = planOptionsSchema.safeParse(options, { reportInput: true });
  if (!error) return;
  const { path, message, input } = error.issues[0]!;
  throw new ExperimentError(
    `The option ${path.join('.')} is out of range: ${message}; found ${found(input)}`,
    { cause: error },
  );
}
