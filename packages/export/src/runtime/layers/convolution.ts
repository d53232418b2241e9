import { type Pair, type Shape, sizeOf } from '@atelier/network';
import { multiply } from './multiply.ts';
import type { RunLayer } from './run-layer.ts';
import { slide } from './slide.ts';

export const Conv2D: RunLayer<'Conv2D'> = (
  { config, shape: outputShape },
  [input],
  [shape = []],
  { kernel, bias },
) => {
  const channels = shape[2]!;
  const filters = outputShape[2]!;
  const sums = startingWith(bias, outputShape);
  slide(config.kernelSize, config.strides, shape, outputShape, (output, place, at) => {
    for (let channel = 0; channel < channels; channel++) {
      const value = input![place * channels + channel]!;
      const row = (at * channels + channel) * filters;
      for (let filter = 0; filter < filters; filter++) {
        sums[output * filters + filter]! += value * kernel![row + filter]!;
      }
    }
  });
  return Float32Array.from(sums);
};

export const DepthwiseConv2D: RunLayer<'DepthwiseConv2D'> = (
  { config, shape: outputShape },
  [input],
  [shape = []],
  { depthwise_kernel: kernel, bias },
) => convolveDepthwise(input!, shape, kernel!, bias, config.kernelSize, config.strides, outputShape);

export const SeparableConv2D: RunLayer<'SeparableConv2D'> = (
  { config, shape: outputShape },
  [input],
  [shape = []],
  { depthwise_kernel: depthwise, pointwise_kernel: pointwise, bias },
) => {
  const [height = 1, width = 1, filters = 1] = outputShape;
  const between = [height, width, pointwise!.length / filters];
  const deep = convolveDepthwise(
    input!,
    shape,
    depthwise!,
    undefined,
    config.kernelSize,
    config.strides,
    between,
  );
  return multiply(deep, pointwise!, bias, filters);
};

/**
 * A convolution in which each channel has filters of its own.
 *
 * @param kernel `[height, width, channels, filters per channel]`
 */
function convolveDepthwise(
  values: Float32Array,
  inputShape: Shape,
  kernel: Float32Array,
  bias: Float32Array | undefined,
  size: Shape,
  strides: Pair,
  outputShape: Shape,
): Float32Array {
  const channels = inputShape[2]!;
  const filters = outputShape[2]!;
  const each = filters / channels;
  const sums = startingWith(bias, outputShape);
  slide(size, strides, inputShape, outputShape, (output, place, at) => {
    for (let filter = 0; filter < filters; filter++) {
      sums[output * filters + filter]! +=
        values[place * channels + Math.floor(filter / each)]! * kernel[at * filters + filter]!;
    }
  });
  return Float32Array.from(sums);
}

/** Sums in float64, to which a convolution adds in the order of its window. */
function startingWith(bias: Float32Array | undefined, shape: Shape): Float64Array {
  const sums = new Float64Array(sizeOf(shape));
  return bias ? sums.map((_, index) => bias[index % bias.length]!) : sums;
}
