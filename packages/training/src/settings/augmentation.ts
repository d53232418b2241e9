import { checkBoolean, checkOptions, found } from '@atelier/checks';

/** Random changes of training images that keep their labels valid. What is left out is not done. */
export interface Augmentation {
  /**
   * The most pixels that an image moves along each axis, from 0 to 65,535: uniformly over all whole shifts; the gap is filled with 0.
   */
  readonly shift?: number;
  /** Mirrors every second image, left to right. */
  readonly flip?: boolean;
  /**
   * Side in pixels of a square that is set to 0, from 0 to 65,535, centred anywhere in the image, so that a part of it may lie
   * outside (cutout, DeVries and Taylor 2017).
   */
  readonly erase?: number;
}

/** The largest value in pixels: no image has a longer side. */
const mostPixels = 65_535;

/**
 * Returns the settings.
 *
 * @throws RangeError for one out of its range
 */
export function checkAugmentation(augmentation: Augmentation): Augmentation {
  checkOptions('augment', augmentation, { shift: true, flip: true, erase: true });
  const { shift = 0, flip = false, erase = 0 } = augmentation;
  checkBoolean('flip', flip);
  for (const [name, value] of Object.entries({ shift, erase })) {
    if (!Number.isSafeInteger(value) || value < 0 || value > mostPixels) {
      throw new RangeError(`${name} is a number of pixels from 0 to ${mostPixels}; found ${found(value)}`);
    }
  }
  return augmentation;
}
