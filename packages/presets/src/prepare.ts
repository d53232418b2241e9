import { fold, type LabelledImages, split, take } from '@atelier/datasets/browser';
import { earlyStopping, type FitOptions } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createModel } from './create-model.ts';
import type { Recipe } from './recipe/recipe.ts';

/** A data set as a recipe cuts it. */
export interface RecipeData {
  readonly classNames: readonly string[];
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/** What a recipe comes to for `fit(model, train, options)` and for the evaluation after it. */
export interface Prepared {
  /** With its initial weights; the caller's to dispose. */
  readonly model: LayersModel;
  /** The images learnt from. */
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** Without engine, signal and checkpoints; the caller's callbacks go before those that are here. */
  readonly options: FitOptions &
    Required<Pick<FitOptions, 'callbacks' | 'batchSize' | 'loss'>> & { readonly validation?: LabelledImages };
}

/**
 * Makes a recipe's model, cuts the data as it says, and gives the options of its training. Needs a TensorFlow.js backend
 * to be set.
 *
 * @throws RangeError when the recipe does not fit the data
 */
export function prepare(recipe: Recipe, data: RecipeData): Prepared {
  const { loss, optimizer, clipNorm, schedule, batchSize, epochs, augment, patience, seed } = recipe;
  const { height, width, channels } = data.train;
  const classes = data.classNames.length;
  const { train, validation } = setAside(recipe, data);
  return {
    model: createModel(recipe, { inputShape: [height, width, channels], classes, seed }),
    train,
    test: data.test,
    options: {
      epochs,
      loss,
      optimizer,
      ...(clipNorm !== null && { globalClipNorm: clipNorm }),
      schedule,
      batchSize,
      augment,
      seed,
      ...(validation && { validation }),
      callbacks: patience === null ? [] : [earlyStopping({ patience })],
    },
  };
}

/** The images learnt from and those validated on. */
function setAside(
  { limit, validation, seed }: Recipe,
  { train: all, test }: RecipeData,
): { readonly train: LabelledImages; readonly validation?: LabelledImages } {
  const train = limit === null ? all : take(all, limit);
  if (validation === 'none') return { train };
  if (validation === 'test') return { train, validation: test };
  if (typeof validation === 'number') return split(train, validation, { seed });
  return fold(train, validation, { seed });
}
