import { checkOptions } from '@atelier/checks';
import { RandomStream } from '@atelier/random';
import type { LabelledImages } from './images.ts';
import { checkLabelled } from './check-labelled.ts';
import { gather } from './gather.ts';
import { checkSplitOptions, type Split, type SplitOptions } from './split.ts';

/** One of several equal parts of a data set. */
export interface Fold {
  /** From 0 to `folds - 1`. */
  readonly index: number;
  /** At least 2. */
  readonly folds: number;
}

/**
 * Sets one of `folds` parts of the samples aside for validation, for k-fold cross-validation: over all indices, each sample is
 * validated on once. Parts differ by at most one sample; if stratified, so do their counts of each class.
 *
 * @throws TypeError for data that are not labelled images, or an unknown option
 * @throws RangeError for an index or a number of folds out of range, or more folds than samples
 */
export function fold(data: LabelledImages, part: Fold, options: SplitOptions): Split {
  checkLabelled('fold', data);
  checkOptions('The fold', part, { index: true, folds: true });
  checkSplitOptions('fold', options);
  const { index, folds } = part;
  const { seed, stratify = true } = options;
  if (!Number.isSafeInteger(folds) || folds < 2 || folds > data.count) {
    throw new RangeError(
      `folds is a whole number from 2 to the ${data.count} samples; found ${String(folds)}`,
    );
  }
  if (!Number.isSafeInteger(index) || index < 0 || index >= folds) {
    throw new RangeError(`The index of a fold is from 0 to ${folds - 1}; found ${String(index)}`);
  }
  const order = Array.from(new RandomStream(seed, 'folds').permutation(data.count));
  // Sorted by class, then dealt in turn to the folds: each class, and the whole, is spread evenly.
  if (stratify) order.sort((a, b) => data.labels[a]! - data.labels[b]!);
  const chosen = new Uint8Array(data.count);
  for (let position = index; position < order.length; position += folds) chosen[order[position]!] = 1;
  return { train: gather(data, chosen, 0), validation: gather(data, chosen, 1) };
}
