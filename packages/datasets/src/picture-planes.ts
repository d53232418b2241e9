import type { Picture } from './picture.ts';
import { luma, mapPixels } from './placement/pixels.ts';

/**
 * A picture's luma, `[height, width]`.
 *
 * @param ground of what is transparent, 0–255
 */
export function grayPlane(picture: Picture, [ground]: readonly number[]): Float32Array {
  return planeOf(picture, (pixel) => lumaAt(picture, pixel), ground!);
}

/**
 * A picture's red, green and blue, each `[height, width]`.
 *
 * @param ground of what is transparent, 0–255: one level, or one for each
 */
export function colourPlanes(picture: Picture, ground: readonly number[]): Float32Array[] {
  return [0, 1, 2].map((channel) =>
    planeOf(picture, (pixel) => picture.data[pixel * 4 + channel]!, ground[channel] ?? ground[0]!),
  );
}

function planeOf(picture: Picture, value: (pixel: number) => number, ground: number): Float32Array {
  return mapPixels(picture.data.length / 4, (pixel) => {
    const opaque = alphaAt(picture, pixel) / 255;
    return value(pixel) * opaque + ground * (1 - opaque);
  });
}

/** What is brighter than this can hardly be seen on white. */
const nearlyWhite = 224;

/** The gray behind a transparent picture: white for all of a set, but black where what is visible is nearly white. */
export function groundBehind(picture: Picture): number {
  return inkLevel(picture) >= nearlyWhite ? 0 : 255;
}

/** The mean luma of what is not transparent, 0–255; NaN where all is. */
export function inkLevel(picture: Picture): number {
  let sum = 0;
  let weight = 0;
  for (let pixel = 0; pixel * 4 < picture.data.length; pixel++) {
    const alpha = alphaAt(picture, pixel);
    sum += lumaAt(picture, pixel) * alpha;
    weight += alpha;
  }
  return sum / weight;
}

function alphaAt({ data }: Picture, pixel: number): number {
  return data[pixel * 4 + 3]!;
}

function lumaAt({ data }: Picture, pixel: number): number {
  return luma(data[pixel * 4]!, data[pixel * 4 + 1]!, data[pixel * 4 + 2]!);
}
