import type { Picture } from '../picture.ts';
import { groundBehind } from '../picture-planes.ts';
import { ringMean } from '../placement/pixels.ts';

/** `[height, width, channels]`, of 1 or 3 channels. */
type Shape = readonly [height: number, width: number, channels: number];

/**
 * Writes a picture into an image: it keeps its proportions and is centred, and what it does not cover gets the mean colour of its
 * border. A picture of the image's size is copied. Transparent pixels are white, or black where what is visible is nearly white.
 *
 * @param into `[height, width, channels]`, with colours for 3 channels and their luma for 1
 */
export function framePicture(picture: Picture, [height, width, channels]: Shape, into: Uint8Array): void {
  const { width: fullWidth, height: fullHeight } = picture;
  const planes = planesOf(picture, channels);
  const scale = Math.min(width / fullWidth, height / fullHeight);
  const innerWidth = Math.min(width, Math.max(1, Math.round(fullWidth * scale)));
  const innerHeight = Math.min(height, Math.max(1, Math.round(fullHeight * scale)));
  const left = Math.floor((width - innerWidth) / 2);
  const top = Math.floor((height - innerHeight) / 2);
  for (const [channel, plane] of planes.entries()) {
    const isWhole = innerWidth === width && innerHeight === height;
    const ground = isWhole ? 0 : Math.round(ringMean(plane, fullWidth, fullHeight));
    const columns = resized(plane, fullHeight, fullWidth, innerWidth, 1, fullWidth);
    const inner = resized(columns, innerWidth, fullHeight, innerHeight, innerWidth, 1);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const [y, x] = [row - top, column - left];
        const inside = y >= 0 && y < innerHeight && x >= 0 && x < innerWidth;
        // After the second pass, columns lie one after the other.
        into[(row * width + column) * channels + channel] = inside
          ? Math.round(inner[x * innerHeight + y]!)
          : ground;
      }
    }
  }
}

/**
 * Lines of numbers in another length: each new number is the mean of the stretch that it covers. The result has its lines one
 * after the other.
 *
 * @param step between the numbers of a line
 * @param lineStep between the lines
 */
function resized(
  values: Float32Array,
  lines: number,
  length: number,
  newLength: number,
  step: number,
  lineStep: number,
): Float32Array {
  const result = new Float32Array(lines * newLength);
  const ratio = length / newLength;
  for (let to = 0; to < newLength; to++) {
    const [begin, end] = [to * ratio, Math.min(length, (to + 1) * ratio)];
    const last = Math.min(length, Math.ceil(end - 1e-9));
    for (let line = 0; line < lines; line++) {
      let sum = 0;
      let weight = 0;
      for (let at = Math.floor(begin + 1e-9); at < last; at++) {
        const share = Math.min(at + 1, end) - Math.max(at, begin);
        sum += values[line * lineStep + at * step]! * share;
        weight += share;
      }
      result[line * newLength + to] = sum / weight;
    }
  }
  return result;
}

/** Red, green and blue, or their luma by Rec. 601; each `[height, width]`. */
function planesOf(picture: Picture, channels: number): Float32Array[] {
  const { data } = picture;
  const ground = groundBehind(picture);
  const count = data.length / 4;
  return Array.from({ length: channels }, (_, channel) => {
    const plane = new Float32Array(count);
    for (let pixel = 0; pixel < count; pixel++) {
      const at = 4 * pixel;
      const value =
        channels === 1
          ? (299 * data[at]! + 587 * data[at + 1]! + 114 * data[at + 2]!) / 1000
          : data[at + channel]!;
      const alpha = data[at + 3]!;
      plane[pixel] = alpha === 255 ? value : (value * alpha + ground * (255 - alpha)) / 255;
    }
    return plane;
  });
}
