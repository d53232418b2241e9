import type { Recipe } from '@atelier/presets';
import { checkObject } from '@atelier/checks';
import { checkingOptions } from '../checking-options.ts';
import { ExperimentError } from '../error.ts';
import type { Experiment } from '../experiment.ts';
import { sayingSeeds } from '../presenting/saying-seeds.ts';
import { list } from '../presenting/words.ts';
import { dataSettingsSchema, trialRecipe } from '../tasks/trial-recipe.ts';
import type { Trial } from '../trial.ts';
import { bracketsOf, type Rung } from './brackets.ts';
import { candidatesOf, variationsOf } from './candidates.ts';
import { decisionsOf, presentSearch } from './present-search.ts';
import { rateFinder } from './rate-finder.ts';
import { type HalvingMode, type SearchPlan, checkSearchPlan } from './search-plan.ts';

/**
 * A search for the best settings of a recipe, as an experiment: `runExperiment` runs it, shards of it too, and goes on with it. Candidates
 * are compared by validation images, which are held out of the training images unless the recipe says otherwise.
 *
 * @throws ExperimentError naming the word that is wrong
 */
export function searchExperiment(recipe: Recipe, mode: SearchPlan['mode']): Experiment {
  checkObject('A recipe', recipe, 'every setting, as presetRecipe gives it');
  // The test images are for what is chosen in the end.
  const validation = recipe.validation === 'test' ? 'held-out' : recipe.validation;
  const data = dataSettingsSchema.parse(recipe);
  return experimentOfPlan({ recipe: { ...trialRecipe(recipe), validation }, seed: recipe.seed, mode, data });
}

/** The experiment that a folder of results was made by. */
export function experimentOfPlan(plan: SearchPlan): Experiment {
  checkSearchPlan(plan);
  const { mode } = plan;
  if (plan.recipe.validation === 'none') {
    throw new ExperimentError('A search compares by validation images; validation none leaves none');
  }
  return sayingSeeds(
    checkingOptions(mode.name === 'lr-finder' ? rateFinder(plan) : halvingSearch(plan, mode)),
  );
}

function halvingSearch(plan: SearchPlan, mode: HalvingMode): Experiment {
  const candidates = readCandidates(plan, mode);
  const variations = variationsOf(mode.vary);
  const brackets = (...[options, results]: Parameters<Experiment['plan']>): Rung[][] =>
    bracketsOf(candidates, { rungs: mode.rungs, seed: plan.seed }, options, results);
  return {
    name: `search-${plan.recipe.preset}`,
    question: `Which ${list(variations.map(({ setting }) => setting.label))} of ${candidates.length} ${candidates.length === 1 ? 'choice' : 'choices'} is best for ${plan.recipe.preset}?`,
    summary: `a search over ${mode.vary.join(', ')}`,
    search: plan,
    defaults: { epochs: 1, seeds: 1 },
    plan: (options, results) => trialsOf(brackets(options, results)),
    decisions: (options, results) => decisionsOf(brackets(options, results)),
    present: (options, results) => presentSearch(plan, variations, options, brackets(options, results)),
  };
}

function readCandidates(plan: SearchPlan, mode: HalvingMode): ReturnType<typeof candidatesOf> {
  try {
    return candidatesOf(plan, mode);
  } catch (error) {
    if (error instanceof RangeError) throw new ExperimentError(error.message, { cause: error });
    throw error;
  }
}

/** Of the first rung of every bracket, then of the second of those that have got there. */
function trialsOf(brackets: readonly (readonly Rung[])[]): Trial[] {
  const rungs = Math.max(...brackets.map(({ length }) => length));
  return Array.from({ length: rungs }, (_, rung) =>
    brackets.flatMap((bracket) => (bracket[rung]?.entries ?? []).flatMap(({ trials }) => trials)),
  ).flat();
}
