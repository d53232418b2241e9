import { found, isTypedArray } from '@atelier/checks';

/**
 * Checks that images may take the place of loaded ones.
 *
 * @param bytes of the loaded images
 * @throws TypeError for an array of another kind
 * @throws RangeError for another number of bytes
 */
export function checkReplacement(images: Uint8Array, bytes: number): void {
  if (!isTypedArray('Uint8Array', images)) {
    throw new TypeError(`images must be a Uint8Array of bytes 0–255; found ${found(images)}`);
  }
  if (images.length !== bytes) {
    throw new RangeError(`The loaded images have ${bytes} bytes; found ${images.length}`);
  }
}
