import { resolveOptimizer } from '@atelier/training/settings';
import type { Architecture } from './architecture-settings.ts';
import { changeRecipe } from './change-recipe.ts';
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

/** A preset is a small change of the default recipe. */
export function definePreset<Name extends string>(
  difference: { name: Name; summary: string } & Partial<Preset>,
): Preset & { readonly name: Name } {
  const { hidden, activation, dropout, l1, l2, loss, batchSize, epochs } = defaultRecipe;
  const { optimizer = defaultRecipe.optimizer.name } = difference;
  const { learningRate } = resolveOptimizer(optimizer);
  return {
    hidden,
    activation,
    dropout,
    l1,
    l2,
    loss,
    optimizer,
    learningRate,
    batchSize,
    epochs,
    ...difference,
  };
}

/** A preset's complete recipe. */
export function presetRecipe({ name, summary: _, ...changes }: Preset): Recipe {
  return { ...changeRecipe(defaultRecipe, changes), preset: name };
}
