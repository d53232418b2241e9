import { checkObject, unknownOption } from '@atelier/checks';
import { resolveOptimizer } from '@atelier/training/settings';
import type { Recipe, RecipeChanges } from './recipe.ts';
import { settings } from './settings.ts';

const names: readonly string[] = settings.map(({ name }) => name);

/**
 * Checks changes of a recipe, for callers without types.
 *
 * @param subject what takes them, for the message
 * @throws TypeError naming a setting that there is none of
 * @throws RangeError naming a value out of its range
 */
export function checkChanges(subject: string, changes: RecipeChanges): void {
  checkObject(`The changes of ${subject}`, changes, 'settings such as epochs');
  const fault = unknownOption(subject, changes, names);
  if (fault !== undefined) throw new TypeError(fault);
  for (const { name, check } of settings) if (changes[name] !== undefined) check(changes[name]);
}

/**
 * Checks that a recipe has every setting, for callers without types.
 *
 * @throws TypeError for what is no recipe
 * @throws RangeError naming a value out of its range
 */
export function checkRecipe(recipe: Recipe): void {
  checkObject('A recipe', recipe, 'every setting, as presetRecipe and changeRecipe give it');
  const { optimizer, ...plain } = recipe;
  const values = new Map<string, unknown>(Object.entries(plain));
  for (const { name, inEveryRecipe, check } of settings) if (inEveryRecipe) check(values.get(name));
  const own = new Map<string, unknown>(Object.entries(resolveOptimizer(optimizer)));
  for (const { name, check } of settings) if (name !== 'optimizer' && own.has(name)) check(own.get(name));
}
