import { sizeOf } from '@atelier/network';
import type { ArrayValue } from './arrays.ts';

/** How a window moves over `[batch, channels, height, width]`. */
export interface Window {
  /** `[height, width]` */
  readonly size: readonly number[];
  readonly strides: readonly number[];
  /** `[top, left, bottom, right]` */
  readonly pads: readonly number[];
}

/**
 * A convolution in groups.
 *
 * @param kernel `[outputs, inputs of a group, height, width]`
 */
export function convolve(
  input: ArrayValue,
  kernel: ArrayValue,
  bias: ArrayValue | undefined,
  window: Window,
  groups: number,
): ArrayValue {
  const [outputs = 1, inputs = 1, ...area] = kernel.shape;
  return eachPlace(input, outputs, window, (filter, covered) => {
    const first = Math.floor(filter / (outputs / groups)) * inputs;
    let sum = bias?.values[filter] ?? 0;
    for (let channel = 0; channel < inputs; channel++) {
      const row = (filter * inputs + channel) * sizeOf(area);
      for (const { at, from } of covered)
        sum += kernel.values[row + at]! * valueAt(input, first + channel, from);
    }
    return sum;
  });
}

/** The greatest of each window, or the mean of what lies within the input. */
export function pool(input: ArrayValue, window: Window, greatest: boolean): ArrayValue {
  return eachPlace(input, input.shape[1] ?? 1, window, (channel, covered) => {
    const values = covered.map(({ from }) => valueAt(input, channel, from));
    return greatest
      ? values.reduce((most, value) => Math.max(most, value), -Infinity)
      : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

/** A position in a window, and the place in the input that it covers. */
interface Covered {
  readonly at: number;
  readonly from: number;
}

function eachPlace(
  { shape: [, , height = 1, width = 1] }: ArrayValue,
  channels: number,
  {
    size: [rows = 1, columns = 1],
    strides: [down = 1, right = 1],
    pads: [top = 0, left = 0, bottom = 0, end = 0],
  }: Window,
  compute: (channel: number, covered: readonly Covered[]) => number,
): ArrayValue {
  const outputHeight = Math.floor((height + top + bottom - rows) / down) + 1;
  const outputWidth = Math.floor((width + left + end - columns) / right) + 1;
  const places = outputHeight * outputWidth;
  const values = new Float32Array(channels * places);
  for (let place = 0; place < places; place++) {
    const row = Math.floor(place / outputWidth) * down - top;
    const column = (place % outputWidth) * right - left;
    const covered: Covered[] = [];
    for (let at = 0; at < rows * columns; at++) {
      const [y, x] = [row + Math.floor(at / columns), column + (at % columns)];
      if (y >= 0 && y < height && x >= 0 && x < width) covered.push({ at, from: y * width + x });
    }
    for (let channel = 0; channel < channels; channel++) {
      values[channel * places + place] = compute(channel, covered);
    }
  }
  return { shape: [1, channels, outputHeight, outputWidth], values };
}

function valueAt(
  { shape: [, , height = 1, width = 1], values }: ArrayValue,
  channel: number,
  place: number,
): number {
  return values[channel * height * width + place]!;
}
