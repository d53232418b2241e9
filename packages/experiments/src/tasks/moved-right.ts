import type { LabelledImages } from '@atelier/datasets';

/** Images moved to the right by some pixels; black comes in from the left. */
export function movedRight(data: LabelledImages, pixels: number): LabelledImages {
  const { count, height, width, channels } = data;
  const row = width * channels;
  const by = Math.min(pixels, width) * channels;
  const images = new Uint8Array(data.images.length);
  for (let start = 0; start < count * height * row; start += row) {
    images.set(data.images.subarray(start, start + row - by), start + by);
  }
  return { ...data, images };
}
