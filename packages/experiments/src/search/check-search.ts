import { checkArray, checkCount, checkObject } from '@atelier/checks';
import { classWeightOf, createModel } from '@atelier/presets';
import { useWeightStore } from '@atelier/training';
import { ExperimentError } from '../error.ts';
import { recipeOf, type TrialRecipe } from '../tasks/trial-recipe.ts';
import { candidatesOf } from './candidates.ts';
import { checkSearchPlan, type SearchPlan } from './search-plan.ts';

/** What a network has to fit. */
export interface SearchData {
  /** `[height, width, channels]` of the images. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  readonly classes: number;
  /** In the order of the labels, to check weights of classes. */
  readonly classNames?: readonly string[];
}

/**
 * Makes each different network of a search once, so that one that does not fit the data is found before trials run.
 *
 * @throws TypeError for data without a shape or classes
 * @throws ExperimentError naming the candidate and its layer, or what is wrong in the plan
 */
export async function checkSearch(plan: SearchPlan, data: SearchData): Promise<void> {
  checkSearchPlan(plan);
  checkObject('data', data, 'inputShape and classes');
  checkArray('data.inputShape', data.inputShape, 'height, width and channels');
  checkCount('data.classes', data.classes);
  await useWeightStore();
  for (const [label, recipe] of networksOf(plan)) {
    try {
      const { inputShape, classes, classNames } = data;
      if (classNames) classWeightOf(recipe, classNames);
      createModel(recipeOf(recipe, { epochs: 1, seed: 0 }), { inputShape, classes }).dispose();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ExperimentError(`The candidate ${label} does not fit the data: ${error.message}`, {
        cause: error,
      });
    }
  }
}

/** Recipes with different networks or weights of classes, each with the name of the first candidate that has it. */
function networksOf(plan: SearchPlan): (readonly [label: string, recipe: TrialRecipe])[] {
  const { mode, recipe } = plan;
  if (mode.name === 'lr-finder') return [[recipe.preset, recipe]];
  const networks = new Map<string, readonly [string, TrialRecipe]>();
  for (const candidate of candidatesOf(plan, mode)) {
    const { layers, loss, classWeight } = candidate.recipe;
    const network = JSON.stringify([layers, loss, classWeight]);
    if (!networks.has(network)) networks.set(network, [candidate.label, candidate.recipe]);
  }
  return [...networks.values()];
}
