import { checkCount, checkObject, found, isTypedArray } from '@atelier/checks';
import type { LabelledImages } from './images.ts';

/**
 * Checks that data are labelled images, for callers without types.
 *
 * @param name of the function, for the message
 * @throws TypeError naming what has the wrong type
 * @throws RangeError for a size out of range, or when the arrays are not as long as the sizes say
 */
export function checkLabelled(name: string, data: LabelledImages): void {
  checkObject(`The data of ${name}`, data, 'images, labels, count, height, width and channels');
  const { images, labels, count, height, width, channels } = data;
  if (!isTypedArray('Uint8Array', images)) {
    throw new TypeError(`${name} takes images as a Uint8Array of bytes 0–255; found ${found(images)}`);
  }
  if (!isTypedArray('Uint8Array', labels) && !isTypedArray('Int32Array', labels)) {
    throw new TypeError(
      `${name} takes labels as a Uint8Array or Int32Array of class indices; found ${found(labels)}`,
    );
  }
  for (const [size, value] of Object.entries({ count, height, width, channels })) checkCount(size, value);
  if (labels.length !== count || images.length !== count * height * width * channels) {
    throw new RangeError(
      `${name} takes as many images and labels as the sizes say, ${count} of ${height}x${width}x${channels}; found ${images.length} bytes and ${labels.length} labels`,
    );
  }
}
