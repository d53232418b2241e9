import { nearestName } from '@atelier/checks';
import type { FitOptions } from '@atelier/training';
import type { Recipe } from './recipe/recipe.ts';

/**
 * A recipe's weights by the classes' indices, as `fit` takes them.
 *
 * @param classNames in the order of the labels
 * @throws RangeError naming a class that there is none of
 */
export function classWeightOf(
  { classWeight }: Pick<Recipe, 'classWeight'>,
  classNames: readonly string[],
): FitOptions['classWeight'] | null {
  if (classWeight === null || classWeight === 'balanced') return classWeight;
  const entries = classWeight.map(([name, weight]) => {
    const index = classNames.indexOf(name);
    if (index >= 0) return [index, weight] as const;
    const near = nearestName(name, classNames);
    const remedy = near === undefined ? `there are ${classNames.length}` : `did you mean "${near}"?`;
    throw new RangeError(`classWeight names the class "${name}", which the data do not have: ${remedy}`);
  });
  return Object.fromEntries(entries);
}
