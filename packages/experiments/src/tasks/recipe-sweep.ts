import { prepare } from '@atelier/presets';
import { useWeightStore } from '@atelier/training';
import { z } from 'zod';
import { numberOrNaN } from './number-or-nan.ts';
import { sweepRates } from './sweep-rates.ts';
import type { TaskKind } from './task-kind.ts';
import { layersWork } from './train.ts';
import { recipeOf, type TrialRecipe, trialRecipeSchema } from './trial-recipe.ts';

/** A `rate-sweep` of a recipe's own network, with all its settings but the rate and its schedule. */
export interface RecipeSweepTask {
  readonly kind: 'recipe-sweep';
  readonly recipe: TrialRecipe;
  readonly from: number;
  readonly to: number;
}

/** The losses of a training whose learning rate rose step by step, as of a `rate-sweep`. */
export interface RecipeSweepOutcome {
  readonly kind: 'recipe-sweep';
  readonly steps: readonly (readonly [rate: number, loss: number])[];
}

export const recipeSweep: TaskKind<RecipeSweepTask, RecipeSweepOutcome> = {
  task: z.strictObject({
    kind: z.literal('recipe-sweep'),
    recipe: trialRecipeSchema,
    from: z.number().positive(),
    to: z.number().positive(),
  }),

  outcome: z.strictObject({
    kind: z.literal('recipe-sweep'),
    steps: z.array(z.tuple([z.number(), numberOrNaN])),
  }),

  async run({ recipe, from, to }, seed, { engine, data, onProgress }) {
    await useWeightStore();
    const { model, train, options } = prepare(recipeOf(recipe, { epochs: 1, seed }), data);
    try {
      const { validation: _, callbacks: __, ...others } = options;
      const settings = { ...others, schedule: 'constant', engine } as const;
      return {
        kind: 'recipe-sweep',
        steps: await sweepRates(model, train, settings, { from, to }, onProgress),
      };
    } finally {
      model.dispose();
    }
  },

  summary: () => '',

  work: ({ recipe: { layers } }, size) => 2 * layersWork(layers, size),
};
