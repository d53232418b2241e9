import { classCount } from './class-count.ts';
import type { Labels } from './images.ts';

/**
 * One-hot rows, like `tf.keras.utils.to_categorical`: 1 at the label's index, 0 elsewhere.
 *
 * @param labels `[count]`
 * @param classes a positive integer; by default one more than the highest label
 * @returns `[count, classes]`, row-major
 * @throws RangeError for a label that is not an integer from 0 to `classes - 1`
 */
export function toCategorical(labels: Labels | readonly number[], classes?: number): Float32Array {
  const width = classes ?? classCount(labels);
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(`toCategorical needs a positive whole number of classes; found ${width}`);
  }
  const rows = new Float32Array(labels.length * width);
  for (const [index, label] of labels.entries()) {
    if (!Number.isInteger(label) || label < 0 || label >= width) {
      throw new RangeError(`The label ${label} at index ${index} is not a class from 0 to ${width - 1}`);
    }
    rows[index * width + label] = 1;
  }
  return rows;
}
