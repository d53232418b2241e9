import { checkCount, checkObject, found, isTypedArray } from '@atelier/checks';
import { colourPlanes, grayPlane, inkLevel } from './picture-planes.ts';
import type { Picture } from './picture.ts';
import { ringMean } from './placement/pixels.ts';
import { resample } from './placement/resample.ts';

/** A picture as a model takes it. */
export interface FittedPicture {
  /** `[height, width, channels]`, 0 blank to 255 full ink. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Whether bright and dark were swapped. */
  readonly inverted: boolean;
}

/** The longest useful side of a picture, in pixels: shrink larger ones to it while decoding. */
export const longestSide = 512;

/**
 * Converts any picture to an image like those of Fashion-MNIST: a model's size, bright on a dark background. The picture keeps its
 * proportions and is centred; it is inverted if its border is bright. Transparent pixels count as blank.
 *
 * @param shape `[height, width, channels]` of the model's images: gray for 1 channel, colours for 3
 * @throws TypeError for what is not a picture
 * @throws RangeError for a size out of range, another number of channels, or pixels that are not `width * height * 4`
 */
export function fitPicture(
  picture: Picture,
  shape: readonly [height: number, width: number, channels: number],
): FittedPicture {
  checkPicture(picture);
  checkShape(shape);
  const [height, width, channels] = shape;
  // A logo on a transparent background is usually dark: then that counts as white, otherwise as black.
  const ground = [inkLevel(picture) < 128 ? 255 : 0];
  const planes = channels === 1 ? [grayPlane(picture, ground)] : colourPlanes(picture, ground);
  const inverted = mean(planes.map((plane) => ringMean(plane, picture.width, picture.height))) > 127;
  const scale = Math.min(width / picture.width, height / picture.height);
  const innerWidth = Math.max(1, Math.round(picture.width * scale));
  const innerHeight = Math.max(1, Math.round(picture.height * scale));
  const left = Math.floor((width - innerWidth) / 2);
  const top = Math.floor((height - innerHeight) / 2);
  const pixels = new Uint8Array(height * width * channels);
  const window = { left: 0, top: 0, width: picture.width, height: picture.height };
  for (const [channel, plane] of planes.entries()) {
    const inner = resample(plane, picture, window, [innerHeight, innerWidth], 0);
    for (const [at, value] of inner.entries()) {
      const [row, column] = [Math.floor(at / innerWidth), at % innerWidth];
      const pixel = (top + row) * width + left + column;
      pixels[pixel * channels + channel] = Math.round(inverted ? 255 - value : value);
    }
  }
  return { pixels, inverted };
}

/**
 * @throws TypeError for what is not the shape of an image
 * @throws RangeError for a size out of range, or other channels than 1 or 3
 */
export function checkShape(shape: readonly [height: number, width: number, channels: number]): void {
  if (!Array.isArray(shape) || shape.length !== 3) {
    throw new TypeError(`shape is [height, width, channels]; found ${found(shape)}`);
  }
  const [height, width, channels] = shape;
  checkCount('height', height);
  checkCount('width', width);
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`A picture becomes an image of 1 or 3 channels; the model takes ${found(channels)}`);
  }
}

/**
 * @throws TypeError for what is not a picture
 * @throws RangeError for pixels that are not `width * height * 4`
 */
export function checkPicture(picture: Picture): void {
  checkObject('A picture', picture, 'data, width and height');
  const { data, width, height } = picture;
  if (!isTypedArray('Uint8Array', data) && !isTypedArray('Uint8ClampedArray', data)) {
    throw new TypeError(`The data of a picture are a Uint8ClampedArray or Uint8Array; found ${found(data)}`);
  }
  checkCount("A picture's width", width);
  checkCount("A picture's height", height);
  if (data.length !== width * height * 4) {
    throw new RangeError(
      `A picture of ${width} x ${height} has ${width * height * 4} bytes of RGBA; found ${data.length}`,
    );
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
