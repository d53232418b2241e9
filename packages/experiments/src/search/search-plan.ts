import { z } from 'zod';
import { ExperimentError } from '../error.ts';
import {
  type DataSettings,
  dataSettingsSchema,
  type TrialRecipe,
  trialRecipeSchema,
} from '../tasks/trial-recipe.ts';

/** What a search's trials follow from, with the options of an experiment: a folder of results records it. */
export interface SearchPlan {
  /** What the trials have in common; its validation images tell them apart. */
  readonly recipe: TrialRecipe;
  /** The first seed: of the draws, and of the trials. */
  readonly seed: number;
  readonly mode: HalvingMode | LrFinderMode;
  /** Where the data are, for the command that trains the best candidate; folders may differ in it. Earlier versions did not record it. */
  readonly data?: DataSettings | undefined;
}

/** Candidates in brackets, of which the best thirds are trained longer and longer. */
export interface HalvingMode {
  readonly name: 'halving';
  /** Settings with their values, as `parseVariation` reads them. */
  readonly vary: readonly string[];
  /** The most candidates that are drawn. Lists with no more combinations than that are tried in full. */
  readonly trials: number;
  /** How many times candidates are compared; 1 trains all to the end. */
  readonly rungs: number;
}

/** A pass over the training images with a learning rate that grows. */
export interface LrFinderMode {
  readonly name: 'lr-finder';
}

/** Limits of a search: far more than can be run, so that a typo does not exhaust memory. */
export const searchLimits = { trials: 10_000, rungs: 8 } as const;

export const searchPlanSchema: z.ZodType<SearchPlan> = z.strictObject({
  recipe: trialRecipeSchema,
  seed: z.int().min(0),
  mode: z.discriminatedUnion('name', [
    z.strictObject({
      name: z.literal('halving'),
      vary: z.array(z.string()).min(1),
      trials: z.int().min(1).max(searchLimits.trials),
      rungs: z.int().min(1).max(searchLimits.rungs),
    }),
    z.strictObject({ name: z.literal('lr-finder') }),
  ]),
  data: z.optional(dataSettingsSchema),
});

/** @throws ExperimentError naming the word that is wrong */
export function checkSearchPlan(plan: SearchPlan): void {
  const { error } = searchPlanSchema.safeParse(plan);
  if (!error) return;
  const { path, message } = error.issues[0]!;
  throw new ExperimentError(`The search is wrong: ${[...path, message].join(': ')}`, { cause: error });
}
