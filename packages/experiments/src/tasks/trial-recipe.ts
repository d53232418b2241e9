import type { Recipe } from '@atelier/presets';
import { defaultRecipe, settingSchemas } from '@atelier/presets/recipe';
import { optimizerSchema } from '@atelier/training';
import { z } from 'zod';

/** The data of a recipe, which may lie elsewhere on another machine. */
export type DataSettings = Pick<Recipe, 'data' | 'size' | 'channels' | 'classNames'>;

const ofData = { data: true, size: true, channels: true, classNames: true } as const;

export const dataSettingsSchema: z.ZodType<DataSettings> = z.object(settingSchemas).pick(ofData);

/** The settings of a recipe that a trial has in another way: its data, seed, epochs and engine; and it starts from new weights. */
const elsewhere = { ...ofData, from: true, freeze: true, engine: true, seed: true, epochs: true } as const;

/** What a recipe says of how a model is made and trained: the same on every machine, wherever its data are. */
export type TrialRecipe = Omit<Recipe, keyof DataSettings | 'from' | 'freeze' | 'engine' | 'seed' | 'epochs'>;

export const trialRecipeSchema: z.ZodType<TrialRecipe> = z
  .object({ preset: z.string(), optimizer: optimizerSchema, ...settingSchemas })
  .omit(elsewhere);

/** Leaves out what belongs to the data, the seed, the epochs and the engine. */
export function trialRecipe(recipe: Recipe): TrialRecipe {
  return trialRecipeSchema.parse(recipe);
}

/** The recipe of one trial. */
export function recipeOf(recipe: TrialRecipe, { epochs, seed }: Pick<Recipe, 'epochs' | 'seed'>): Recipe {
  return { ...defaultRecipe, ...recipe, epochs, seed };
}
