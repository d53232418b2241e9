import { resolveOptimizer } from '@atelier/training/settings';
import { optimizerSettings } from './optimizer-settings.ts';
import type { Recipe, RecipeChanges } from './recipe.ts';

/**
 * A recipe with other settings. Another optimizer comes with all of its own settings, since the recipe's were chosen for
 * the recipe's optimizer.
 *
 * @throws RangeError for a setting that the optimizer does not have, or one out of its range
 */
export function changeRecipe(recipe: Recipe, changes: RecipeChanges): Recipe {
  const { optimizer: name = recipe.optimizer.name, ...others } = changes;
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  const isOptimizers = ([setting]: readonly [string, unknown]): boolean =>
    Object.hasOwn(optimizerSettings, setting);
  const base = name === recipe.optimizer.name ? recipe.optimizer : resolveOptimizer(name);
  const ofOptimizer = given.filter(isOptimizers);
  const known = Object.entries(optimizerSettings).filter(([setting]) => setting in base);
  for (const [setting] of ofOptimizer) {
    if (setting in base) continue;
    throw new RangeError(
      `The optimizer ${name} has no setting ${setting}; it has ${known.map(([each]) => each).join(', ')}`,
    );
  }
  return {
    ...recipe,
    ...Object.fromEntries(given.filter((each) => !isOptimizers(each))),
    optimizer: resolveOptimizer({ ...base, ...Object.fromEntries(ofOptimizer) }),
  };
}
