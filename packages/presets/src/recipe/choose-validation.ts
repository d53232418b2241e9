import type { Recipe, RecipeChanges } from './recipe.ts';

/**
 * The changes of a recipe, with validation images that are held out for early stopping: weights that are chosen by the test images are no longer
 * tested by them. Validation that is given stays as it is, and so does that of a recipe that stops early already.
 */
export function chooseValidation(recipe: Recipe, changes: RecipeChanges): RecipeChanges {
  const choosesNow = typeof changes.patience === 'number' && recipe.patience === null;
  const given = changes.validation !== undefined || recipe.validation !== 'test';
  return choosesNow && !given ? { ...changes, validation: 'held-out' } : changes;
}
