import { prepare } from '@atelier/presets';
import { fit, lossAndAccuracy, progress, useWeightStore } from '@atelier/training';
import { z } from 'zod';
import type { ModelSize } from './classifier.ts';
import type { TrialContext } from './context.ts';
import type { TaskKind } from './task-kind.ts';
import { type EpochPoint, historySchema, layersWork, type Measure, measureSchema } from './train.ts';
import { recipeOf, type TrialRecipe, trialRecipeSchema } from './trial-recipe.ts';

/** Trains a recipe, with all its settings, and measures it on its validation images. It never reads the test images. */
export interface RecipeTask {
  readonly kind: 'recipe';
  readonly recipe: TrialRecipe;
  readonly epochs: number;
}

/** How a training of a recipe went. */
export interface RecipeOutcome {
  readonly kind: 'recipe';
  /** `stopped`: by the recipe's patience. `diverged`: the measure is of the last good weights. */
  readonly status: 'completed' | 'stopped' | 'diverged';
  readonly parameters: number;
  /** Number of training images. */
  readonly samples: number;
  readonly history: readonly EpochPoint[];
  /** The trained model on its validation images. */
  readonly validation: Measure;
}

export const recipe: TaskKind<RecipeTask, RecipeOutcome> = {
  task: z.strictObject({
    kind: z.literal('recipe'),
    recipe: trialRecipeSchema,
    epochs: z.number().int().min(1),
  }),

  outcome: z.strictObject({
    kind: z.literal('recipe'),
    status: z.enum(['completed', 'stopped', 'diverged']),
    parameters: z.number().int(),
    samples: z.number().int(),
    history: historySchema,
    validation: measureSchema,
  }),

  run,

  summary: ({ status, history, validation }) =>
    status === 'diverged'
      ? 'diverged'
      : `loss: ${(history.at(-1)?.loss ?? Number.NaN).toFixed(4)} - val_accuracy: ${validation.accuracy.toFixed(4)}`,

  // All trials of a search learn from the same images, whose number does not matter then.
  work: (task, size: ModelSize) => task.epochs * layersWork(task.recipe.layers, size),
};

async function run(task: RecipeTask, seed: number, context: TrialContext): Promise<RecipeOutcome> {
  const { engine, data, onProgress } = context;
  const { epochs } = task;
  await useWeightStore();
  const { model, train, options } = prepare(recipeOf(task.recipe, { epochs, seed }), data);
  try {
    const { validation, loss, labelSmoothing } = options;
    if (!validation) throw new RangeError('The recipe of a trial has validation images; found none');
    const { status, history } = await fit(model, train, {
      ...options,
      engine,
      callbacks: [
        progress({
          onUpdate: ({ epoch, step, stepsPerEpoch, loss: mean, accuracy }) =>
            onProgress?.({
              epoch,
              epochs,
              done: (epoch - 1 + step / stepsPerEpoch) / epochs,
              loss: mean,
              accuracy,
            }),
        }),
        ...options.callbacks,
      ],
    });
    return {
      kind: 'recipe',
      status: status === 'interrupted' ? 'completed' : status,
      parameters: model.countParams(),
      samples: train.count,
      history: history.map(({ epoch, loss: mean, accuracy, valLoss, valAccuracy }) => ({
        epoch,
        loss: mean,
        accuracy,
        valLoss,
        valAccuracy,
      })),
      validation: await lossAndAccuracy(model, validation, { loss, labelSmoothing, engine }),
    };
  } finally {
    model.dispose();
  }
}
