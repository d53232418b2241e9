import { type Pair, type Shape, sizeOf } from '@atelier/network';
import type { RunLayer } from './run-layer.ts';
import { slide } from './slide.ts';

export const AveragePooling2D: RunLayer<'AveragePooling2D'> = (
  { config, shape: outputShape },
  [input],
  [shape],
) => means(input!, shape!, config.poolSize, config.strides, outputShape);

export const MaxPooling2D: RunLayer<'MaxPooling2D'> = ({ config, shape: outputShape }, [input], [shape]) =>
  maxima(input!, shape!, config.poolSize, config.strides, outputShape);

const once: Pair = [1, 1];

export const GlobalAveragePooling2D: RunLayer<'GlobalAveragePooling2D'> = (
  { shape: outputShape },
  [input],
  [shape],
) => means(input!, shape!, shape!, once, [1, 1, ...outputShape]);

export const GlobalMaxPooling2D: RunLayer<'GlobalMaxPooling2D'> = (
  { shape: outputShape },
  [input],
  [shape],
) => maxima(input!, shape!, shape!, once, [1, 1, ...outputShape]);

/** The greatest value of each window and channel; what lies outside the input does not count. */
function maxima(values: Float32Array, input: Shape, size: Shape, strides: Pair, output: Shape): Float32Array {
  const [, , channels = 1] = input;
  const greatest = new Float32Array(sizeOf(output)).fill(-Infinity);
  slide(size, strides, input, output, (to, from) => {
    for (let channel = 0; channel < channels; channel++) {
      const at = to * channels + channel;
      greatest[at] = Math.max(greatest[at]!, values[from * channels + channel]!);
    }
  });
  return greatest;
}

/** The mean of each window and channel. */
function means(values: Float32Array, input: Shape, size: Shape, strides: Pair, output: Shape): Float32Array {
  const [, , channels = 1] = input;
  const sums = new Float64Array(sizeOf(output));
  const counts = new Float64Array(sums.length);
  slide(size, strides, input, output, (to, from) => {
    for (let channel = 0; channel < channels; channel++) {
      const at = to * channels + channel;
      sums[at]! += values[from * channels + channel]!;
      counts[at]!++;
    }
  });
  return Float32Array.from(sums, (sum, at) => sum / counts[at]!);
}
