import { checkCount, found, isArrayLike } from '@atelier/checks';
import { classCount } from './class-count.ts';
import type { Labels } from './images.ts';

/** The most numbers of an array: 8 GB. */
const mostNumbers = 2 ** 31;

/**
 * One-hot rows, like `tf.keras.utils.to_categorical`: 1 at the label's index, 0 elsewhere.
 *
 * @param labels `[count]`
 * @param classes a positive integer; by default one more than the highest label
 * @returns `[count, classes]`, row-major
 * @throws TypeError for labels that are not an array
 * @throws RangeError for a label that is not an integer from 0 to `classes - 1`
 */
export function toCategorical(labels: Labels | readonly number[], classes?: number): Float32Array {
  if (!isArrayLike(labels))
    throw new TypeError(`labels is an array of class indices; found ${found(labels)}`);
  const width = classes ?? classCount(labels);
  checkCount('classes', width);
  if (labels.length * width > mostNumbers) {
    throw new RangeError(
      `${labels.length} labels of ${width} classes are ${labels.length * width} numbers; at most ${mostNumbers} fit an array`,
    );
  }
  const rows = new Float32Array(labels.length * width);
  for (const [index, label] of labels.entries()) {
    if (!Number.isInteger(label) || label < 0 || label >= width) {
      throw new RangeError(
        `The label ${found(label)} at index ${index} is not a class from 0 to ${width - 1}`,
      );
    }
    rows[index * width + label] = 1;
  }
  return rows;
}
