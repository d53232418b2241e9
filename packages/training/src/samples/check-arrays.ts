import { found, isTypedArray } from '@atelier/checks';
import type { Samples } from './samples.ts';

const sizes = ['count', 'height', 'width', 'channels'] as const;

/**
 * Checks that samples are what their types say, for callers without types: of the pixels only the kind and the
 * number, of everything else all values.
 *
 * @throws TypeError naming an array of another kind
 * @throws RangeError naming a size or a value that is out of its range
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
    if (size === undefined) throw new RangeError(`Samples lack ${name}: they have ${sizes.join(', ')}`);
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
  checkLayout(samples);
  if (labels !== undefined) {
    if (!isTypedArray('Uint8Array', labels) && !isTypedArray('Int32Array', labels)) {
      throw new TypeError(
        `labels must be a Uint8Array or Int32Array of class indices; found ${found(labels)}`,
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

/** Whether an axis of this length may be the channels of pictures: grey, colour, colour with opacity. */
const looksLikeChannels = (length: number): boolean => length === 1 || length === 3 || length === 4;

function checkLayout({ height, width, channels, layout }: Samples): void {
  if (layout !== undefined && layout !== 'channels-last') {
    throw new RangeError(`Samples have the layout channels-last; found ${found(layout)}`);
  }
  if (layout === undefined && looksLikeChannels(height) && channels > 4 && width > 4) {
    throw new RangeError(
      `Images of ${height}x${width}x${channels} (height x width x channels) look like ${width}x${channels} with their ${height} channels first: put them last, or say layout: 'channels-last'`,
    );
  }
}
