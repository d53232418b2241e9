import { resolveOptimizer } from '@atelier/training/settings';
import type { Architecture } from './architecture-settings.ts';
import { changeRecipe } from './change-recipe.ts';
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

/** A preset is a small change of the default recipe. `hidden` is short for `layers`. */
export function definePreset<Name extends string>(
  difference: { name: Name; summary: string; hidden?: readonly number[] } & Partial<Preset>,
): Preset & { readonly name: Name } {
  const { activation, dropout, l1, l2, loss, batchSize, epochs } = defaultRecipe;
  const { hidden, ...others } = difference;
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
  };
}

/** A preset's complete recipe. */
export function presetRecipe({ name, summary: _, ...changes }: Preset): Recipe {
  return { ...changeRecipe(defaultRecipe, changes), preset: name };
}
