import { replaceFields } from '../samples/replace-fields.ts';
import type { Samples } from '../samples/samples.ts';

/** Samples with each image mirrored, left to right. */
export function mirrored(samples: Samples): Samples {
  const { count, height, width, channels } = samples;
  const images = new Uint8Array(samples.images.length);
  for (let row = 0; row < count * height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + width - 1 - column) * channels;
      images.set(samples.images.subarray(from, from + channels), (row * width + column) * channels);
    }
  }
  return replaceFields(samples, { images });
}
