import { fold, type LabelledImages, sample, split, take } from '@atelier/datasets/browser';
import type { Recipe } from './recipe/recipe.ts';

/** A data set, split as a recipe says. */
export interface RecipeData {
  readonly classNames: readonly string[];
  readonly train: LabelledImages;
  /** Of data that come with such a part. */
  readonly validation?: LabelledImages;
  readonly test: LabelledImages;
}

/** Of the training images, where the data have no validation part. */
const heldOutShare = 0.1;

/** The training and the validation images that a recipe makes of data. */
export function setAside(
  { limit, sample: how, validation, seed }: Recipe,
  { train: all, test, validation: own }: RecipeData,
): { readonly train: LabelledImages; readonly validation?: LabelledImages } {
  const some = (most: number): LabelledImages =>
    how === 'first' ? take(all, most) : sample(all, most, { seed });
  const train = limit === null ? all : some(limit);
  if (validation === 'none') return { train };
  // Data that come with a validation part are made to be validated on it.
  if (validation === 'test') return { train, validation: own ?? test };
  if (validation === 'held-out') {
    return own ? { train, validation: own } : split(train, heldOutShare, { seed });
  }
  if (typeof validation === 'number') return split(train, validation, { seed });
  return fold(train, validation, { seed });
}

/** The steps of an epoch on a recipe's training images; the last may have fewer of them. */
export function stepsPerEpoch(recipe: Recipe, data: RecipeData): number {
  const { classNames, validation, test } = data;
  const { images, labels, count } = data.train;
  // Of one pixel each: to be counted, images need not be copied.
  const train = { images: images.subarray(0, count), labels, count, height: 1, width: 1, channels: 1 };
  return Math.ceil(setAside(recipe, { classNames, train, validation, test }).train.count / recipe.batchSize);
}
