import { imageDataOf } from './image-data.ts';

/** Pixels as something that a canvas draws; ink is black on nothing. */
export function picture(from: ImageData | Parameters<typeof imageDataOf>[0]): OffscreenCanvas {
  const image = from instanceof ImageData ? from : imageDataOf(from);
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
