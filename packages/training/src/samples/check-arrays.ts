import { checkLayout, found, isArrayLike, isTypedArray } from '@atelier/checks';
import { misspeltField } from './misspelt-field.ts';
import type { Samples } from './samples.ts';

const sizes = ['count', 'height', 'width', 'channels'] as const;

/**
 * Checks that samples are what their types say, for callers without types: of the pixels only the kind and the
 * number, of everything else all values.
 *
 * @throws TypeError naming an array of another kind
 * @throws RangeError naming a size or a value that is out of range
 */
export function checkArrays(samples: Samples): void {
  const value: unknown = samples;
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(
      `Samples are an object with images, ${sizes.join(', ')} and labels; found ${found(value)}`,
    );
  }
  const { images, labels, targets, count, height, width, channels } = samples;
  if (!isTypedArray('Uint8Array', images)) {
    throw new TypeError(
      `images must be a Uint8Array of bytes 0–255, which the model divides itself; found ${found(images)}`,
    );
  }
  if (count === 0) throw new RangeError('There are no samples: at least 1 is needed');
  for (const name of sizes) {
    const size = samples[name];
    if (size === undefined) {
      const near = misspeltField(samples, name);
      throw new RangeError(
        `Samples lack ${name}: they have ${sizes.join(', ')}${near === undefined ? '' : `; found ${near} instead`}`,
      );
    }
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`${name} is a whole number, at least 1; found ${found(size)}`);
    }
  }
  const pixels = height * width * channels;
  if (images.length !== count * pixels) {
    throw new RangeError(
      `${count} images of ${height}x${width}x${channels} have ${count * pixels} bytes; found ${images.length}`,
    );
  }
  checkLayout([height, width, channels], samples.layout);
  if (labels !== undefined) {
    if (!isTypedArray('Uint8Array', labels) && !isTypedArray('Int32Array', labels)) {
      throw new TypeError(
        `labels must be a Uint8Array or Int32Array of class indices; found ${otherLabels(labels)}`,
      );
    }
    if (labels.length !== count) {
      throw new RangeError(`There are ${count} images but ${found(labels.length)} labels`);
    }
  }
  if (targets !== undefined) {
    if (!isTypedArray('Float32Array', targets)) {
      throw new TypeError(`targets must be a Float32Array [count, classes]; found ${found(targets)}`);
    }
    const wrong = targets.findIndex((share) => !(share >= 0 && share < Infinity));
    if (wrong >= 0) {
      throw new RangeError(`Targets are finite and at least 0; found ${targets[wrong]} at index ${wrong}`);
    }
  }
}

/** What is found in the place of labels; for whole numbers in an array of another kind, how to make labels of them. */
function otherLabels(labels: unknown): string {
  if (!isArrayLike(labels)) return found(labels);
  const values = Array.from(labels);
  const wrong = values.findIndex((value) => !Number.isSafeInteger(value));
  return wrong < 0
    ? `${found(labels)}: Int32Array.from(labels) makes one`
    : `${found(labels)} with ${found(values[wrong])} at index ${wrong}`;
}
