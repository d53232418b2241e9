import { checkObject } from '@atelier/checks';
import { resolveOptimizer } from '@atelier/training/settings';
import { checkChanges } from './check-recipe.ts';
import { hiddenLayers } from './layers/hidden-layers.ts';
import { optimizerSettings } from './optimizer-settings.ts';
import type { Recipe, RecipeChanges } from './recipe.ts';

/**
 * A recipe with changed settings. A different optimizer gets its own defaults, since the recipe's settings were chosen for
 * the recipe's optimizer.
 *
 * @throws TypeError naming a setting that there is none of
 * @throws RangeError for a setting that the optimizer does not have, one out of range, or `hidden` beside `layers`
 */
export function changeRecipe(recipe: Recipe, changes: RecipeChanges): Recipe {
  checkObject('A recipe', recipe, 'every setting, as presetRecipe gives it');
  checkChanges('changeRecipe', changes);
  const { optimizer: name = recipe.optimizer.name, hidden, ...others } = changes;
  if (hidden && others.layers !== undefined) {
    throw new RangeError('hidden is short for layers; give one of them');
  }
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  const isOptimizers = ([setting]: readonly [string, unknown]): boolean =>
    Object.hasOwn(optimizerSettings, setting);
  const base = name === recipe.optimizer.name ? recipe.optimizer : resolveOptimizer(name);
  const ofOptimizer = given.filter(isOptimizers);
  const foreign = ofOptimizer.find(([setting]) => !(setting in base));
  if (foreign) {
    const labels = new Map(Object.entries(optimizerSettings).map(([setting, { label }]) => [setting, label]));
    const own = [...labels].filter(([setting]) => setting in base).map(([, label]) => label);
    throw new RangeError(`The optimizer ${name} has no ${labels.get(foreign[0])}; it has ${own.join(', ')}`);
  }
  return {
    ...recipe,
    ...Object.fromEntries(given.filter((each) => !isOptimizers(each))),
    ...(hidden && { layers: hiddenLayers(hidden) }),
    optimizer: resolveOptimizer({ ...base, ...Object.fromEntries(ofOptimizer) }),
  };
}
