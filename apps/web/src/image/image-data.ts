import type { PictureFormat } from '../messages.ts';

interface Pixels {
  /** `[height, width, channels]`, 0–255. */
  readonly pixels: Uint8Array;
  readonly format: PictureFormat;
}

/** Colours and opacity of one pixel: ink is black, the darker the more opaque; a photo is opaque, gray where it has one channel. */
export function writePixel(
  rgba: Uint8ClampedArray,
  at: number,
  pixels: Uint8Array,
  from: number,
  { channels, ink }: Pick<PictureFormat, 'channels' | 'ink'>,
): void {
  for (let colour = 0; colour < 3; colour++)
    rgba[at + colour] = ink ? 0 : (pixels[from + (channels < 3 ? 0 : colour)] ?? 0);
  rgba[at + 3] = ink ? (pixels[from] ?? 0) : 255;
}

/** A picture as a canvas takes it. */
export function imageDataOf({ pixels, format }: Pixels): ImageData {
  const image = new ImageData(format.width, format.height);
  for (let pixel = 0; pixel < format.height * format.width; pixel++) {
    writePixel(image.data, 4 * pixel, pixels, pixel * format.channels, format);
  }
  return image;
}
