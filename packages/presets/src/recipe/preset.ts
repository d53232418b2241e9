import { checkObject, found } from '@atelier/checks';
import { resolveOptimizer } from '@atelier/training/settings';
import type { Architecture } from './architecture-settings.ts';
import { changeRecipe } from './change-recipe.ts';
import { checkChanges } from './check-recipe.ts';
import { hiddenLayers } from './layers/hidden-layers.ts';
import { defaultRecipe, type Recipe, type RecipeChanges, type SettingValues } from './recipe.ts';

/** A named model with the recipe that belongs to it. */
export interface Preset
  extends
    Architecture,
    Pick<SettingValues, 'optimizer' | 'learningRate' | 'batchSize' | 'epochs'>,
    Omit<RecipeChanges, keyof Architecture | 'optimizer' | 'learningRate' | 'batchSize' | 'epochs'> {
  readonly name: string;
  /** One line for help texts. */
  readonly summary: string;
}

/**
 * Makes a preset, which is a small change of the default recipe. `hidden` is short for `layers`.
 *
 * @throws TypeError naming a setting that there is none of, or a name or a summary that is not text
 * @throws RangeError naming a value out of its range
 */
export function definePreset<Name extends string>(
  difference: { name: Name; summary: string; hidden?: readonly number[] } & Partial<Preset>,
): Preset & { readonly name: Name } {
  const { activation, dropout, l1, l2, loss, batchSize, epochs } = defaultRecipe;
  checkObject('A preset', difference, 'name, summary and settings');
  const { name, summary, ...changes } = difference;
  for (const [field, text] of Object.entries({ name, summary })) {
    if (typeof text !== 'string') throw new TypeError(`${field} of a preset is a text; found ${found(text)}`);
  }
  checkChanges('definePreset', changes);
  const { hidden, ...others } = changes;
  const { optimizer = defaultRecipe.optimizer.name } = others;
  const layers = hidden ? hiddenLayers(hidden) : defaultRecipe.layers;
  const { learningRate } = resolveOptimizer(optimizer);
  return {
    layers,
    activation,
    dropout,
    l1,
    l2,
    loss,
    optimizer,
    learningRate,
    batchSize,
    epochs,
    ...others,
    name,
    summary,
  };
}

/**
 * A preset's complete recipe.
 *
 * @throws TypeError for what is no preset
 * @throws RangeError naming a value out of its range
 */
export function presetRecipe(preset: Preset): Recipe {
  checkObject('A preset', preset, 'name, summary and settings: presets has some, definePreset makes others');
  const { name, summary: _, ...changes } = preset;
  return { ...changeRecipe(defaultRecipe, changes), preset: name };
}
