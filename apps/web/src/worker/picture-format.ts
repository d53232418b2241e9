import type { LabelledImages } from '@atelier/datasets/browser';
import type { PictureFormat } from '../messages.ts';

/** Pictures whose borders are looked at. */
const lookedAt = 50;

/** What the pictures of a data set are made of, and how they are shown. */
export function pictureFormat({ images, count, height, width, channels }: LabelledImages): PictureFormat {
  let sum = 0;
  const looked = Math.min(count, lookedAt);
  for (let index = 0; index < looked; index++) {
    const start = index * height * width * channels;
    for (let column = 0; column < width; column++) sum += images[start + column * channels]!;
  }
  return { height, width, channels, ink: channels === 1 && sum < 128 * looked * width };
}
