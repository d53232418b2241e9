import { checkCount } from '@atelier/checks';
import { checkLabelled } from './check-labelled.ts';
import type { LabelledImages } from './images.ts';

/**
 * The first `count` samples, or all if there are fewer: views of the same memory, without copying.
 *
 * @param count at least 1
 * @throws TypeError for data that are not labelled images
 * @throws RangeError for a count that is not a positive integer
 */
export function take(data: LabelledImages, count: number): LabelledImages {
  checkLabelled('take', data);
  checkCount('count', count);
  if (count >= data.count) return data;
  const { height, width, channels } = data;
  const imageSize = height * width * channels;
  return {
    ...data,
    // Of a class, they may be getters, which a spread leaves out.
    height,
    width,
    channels,
    images: data.images.subarray(0, count * imageSize),
    labels: data.labels.subarray(0, count),
    count,
  };
}
