import type { PictureFormat } from '../messages.ts';

interface Pixels {
  /** `[height, width, channels]`, 0–255. */
  readonly pixels: Uint8Array;
  readonly format: PictureFormat;
}

/** Pixels as something that a canvas draws; ink is black on nothing. */
export function picture(from: ImageData | Pixels): OffscreenCanvas {
  const image = from instanceof ImageData ? from : imageOf(from);
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

function imageOf({ pixels, format: { height, width, channels, ink } }: Pixels): ImageData {
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[4 * pixel + channel] = ink
        ? 0
        : (pixels[pixel * channels + (channels < 3 ? 0 : channel)] ?? 0);
    image.data[4 * pixel + 3] = ink ? (pixels[pixel] ?? 0) : 255;
  }
  return image;
}
