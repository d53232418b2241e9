import { checkArray, checkCount, checkFunction, found, type OtherNames } from '@atelier/checks';
import type { ReadingOptions } from './reading-options.ts';

/** The options' names, for `checkOptions`. */
export const readingOptions: Readonly<Record<keyof ReadingOptions, true>> = {
  size: true,
  largestSide: true,
  channels: true,
  classNames: true,
  maxBytes: true,
  signal: true,
  onRead: true,
};

/** What other libraries call them. */
export const otherReadingNames: OtherNames = {
  class_names: 'classNames',
  image_size: 'size',
  imageSize: 'size',
};

/**
 * Checks the values of options of reading, for callers without types.
 *
 * @throws TypeError naming the option that is of another type
 * @throws RangeError for a number out of its range
 */
export function checkReadingOptions(options: ReadingOptions): void {
  const { size, largestSide, channels, classNames, maxBytes, onRead } = options;
  if (size !== undefined) {
    checkArray('size', size, 'height and width');
    const [height, width, ...others]: readonly unknown[] = size;
    checkCount('height of size', height);
    checkCount('width of size', width);
    if (others.length > 0) throw new RangeError(`size is [height, width]; found ${found(size)}`);
  }
  for (const [name, count] of Object.entries({ largestSide, channels, maxBytes })) {
    if (count !== undefined) checkCount(name, count);
  }
  if (classNames !== undefined) {
    checkArray('classNames', classNames, 'texts');
    const other = classNames.find((name) => typeof name !== 'string');
    if (other !== undefined) throw new TypeError(`classNames is an array of texts; found ${found(other)}`);
  }
  if (onRead !== undefined) checkFunction('onRead', onRead);
}
