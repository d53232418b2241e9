import { checkArray, checkObject, checkOptions } from '@atelier/checks';
import type { LabelledImages } from '@atelier/datasets/browser';
import { type Checkpoint, earlyStopping, type FitOptions } from '@atelier/training';
import { formerNormMomentum } from '@atelier/training/settings';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { classWeightOf } from './class-weight.ts';
import { createModel } from './create-model.ts';
import { freezeLayers } from './freeze-layers.ts';
import { normMomentumFor } from './norm-momentum.ts';
import { checkRecipe } from './recipe/check-recipe.ts';
import type { Recipe } from './recipe/recipe.ts';
import { type RecipeData, setAside } from './set-aside.ts';

/** A recipe's arguments of `fit(model, train, options)` and of the evaluation after it. */
export interface Prepared {
  /** With its initial weights; the caller disposes it. */
  readonly model: LayersModel;
  /** The training images. */
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** Without engine, signal and new checkpoints; the caller's callbacks come before these. */
  readonly options: FitOptions &
    Required<Pick<FitOptions, 'callbacks' | 'batchSize' | 'loss' | 'labelSmoothing'>> & {
      readonly validation?: LabelledImages;
    };
}

/** Where a training starts. */
export interface PrepareOptions {
  /** The model to train, in place of a new one: see `startFrom`. */
  readonly model?: LayersModel | undefined;
  /** The checkpoint that it continues from. */
  readonly resume?: Checkpoint | undefined;
  /** Of a new model's batch normalization, from 0 to 1. Default: what suits the steps of an epoch. */
  readonly normMomentum?: number | undefined;
}

/**
 * Makes a recipe's model, freezes its layers, splits the data as it says, and returns the options of its training. Needs a TensorFlow.js backend
 * to be set. The momentum of the new model's batch normalization suits the steps of an epoch, unless it is given; where a checkpoint is
 * continued, it is that of the checkpoint.
 *
 * @throws TypeError for what is no recipe, no data or no checkpoint, or an unknown option
 * @throws RangeError naming a setting out of its range, or when the recipe does not fit the data
 */
export function prepare(recipe: Recipe, data: RecipeData, start: PrepareOptions = {}): Prepared {
  checkRecipe(recipe);
  checkOptions('prepare', start, { model: true, resume: true, normMomentum: true });
  const { resume } = start;
  if (resume) checkObject('resume.settings', resume.settings, 'what its training was made with');
  checkObject('data', data, 'classNames, train and test');
  checkArray('data.classNames', data.classNames, 'texts');
  checkObject('data.train', data.train, 'images and labels, as loadDataset gives them');
  const { loss, labelSmoothing, average, optimizer, clipNorm, schedule } = recipe;
  const { batchSize, epochs, augment, patience, seed } = recipe;
  const { height, width, channels } = data.train;
  const classes = data.classNames.length;
  const { train, validation } = setAside(recipe, data);
  const classWeight = classWeightOf(recipe, data.classNames);
  const inputShape = [height, width, channels] as const;
  const normMomentum = resume
    ? recordedMomentum(resume)
    : (start.normMomentum ?? normMomentumFor(Math.ceil(train.count / batchSize)));
  const model = start.model ?? createModel(recipe, { inputShape, classes, seed, normMomentum });
  freezeLayers(model, recipe.freeze);
  return {
    model,
    train,
    test: data.test,
    options: {
      epochs,
      loss,
      optimizer,
      ...(clipNorm !== null && { globalClipNorm: clipNorm }),
      schedule,
      labelSmoothing,
      ...(average && { average }),
      ...(classWeight && { classWeight }),
      batchSize,
      augment,
      seed,
      ...(validation && { validation }),
      ...(resume && { resume }),
      callbacks: patience === null ? [] : [earlyStopping({ patience })],
    },
  };
}

/** Of batch normalization. */
function recordedMomentum({ settings: { normMomentum } }: Checkpoint): number {
  return typeof normMomentum === 'number' ? normMomentum : formerNormMomentum;
}
