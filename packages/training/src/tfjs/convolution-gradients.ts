import {
  AvgPoolGrad,
  Conv2DBackpropFilter,
  conv2dTranspose,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  eye,
  getKernel,
  type KernelConfig,
  MaxPoolGrad,
  mul,
  registerKernel,
  reshape,
  sum,
  Tensor,
  type Tensor4D,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { filterGradient } from './filter-gradient.ts';
import { averagePoolGradient, maxPoolGradient } from './pool-gradients.ts';

type Shape4D = [number, number, number, number];

const shape4D = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const pair = z.pipe(
  z.union([z.number(), z.tuple([z.number(), z.number()])]),
  z.transform((value): [number, number] => (typeof value === 'number' ? [value, value] : value)),
);
const sliding = { strides: pair, pad: z.enum(['valid', 'same']) };
const filterAttributes = z.object({ ...sliding, filterShape: shape4D });
const inputAttributes = z.object({ ...sliding, inputShape: shape4D });
const poolAttributes = z.object({ ...sliding, filterSize: pair });

/**
 * Runs `step` with the gradients of convolutions and pools that the WASM backend lacks, or gets wrong: it has none of a
 * filter and of depthwise convolutions, loses the maximum of windows without positive values, and divides by the whole window
 * where a part of it lies outside. Kernels are registered for the whole process: `step` is synchronous, so no other code
 * sees them.
 */
export function withConvolutionGradients<Result>(step: () => Result): Result {
  const stock = kernels.map(({ kernelName, backendName }) => stockKernel(kernelName, backendName));
  for (const kernel of kernels) replaceKernel(kernel, kernel);
  try {
    return step();
  } finally {
    for (const [index, kernel] of kernels.entries()) replaceKernel(kernel, stock[index]);
  }
}

const kernels: readonly KernelConfig[] = [
  wasmKernel(Conv2DBackpropFilter, ({ x, dy }, attributes) => {
    const { filterShape, ...window } = filterAttributes.parse(attributes);
    return filterGradient(tensor4D(x), tensor4D(dy), filterShape, window);
  }),
  // A depthwise convolution is a convolution whose filters are 0 except for their own channel.
  wasmKernel(DepthwiseConv2dNativeBackpropFilter, ({ x, dy }, attributes) => {
    const { filterShape, ...window } = filterAttributes.parse(attributes);
    const [height, width, channels, multiplier] = filterShape;
    const whole: Shape4D = [height, width, channels, channels * multiplier];
    const gradient = filterGradient(tensor4D(x), tensor4D(dy), whole, window);
    const byChannel = reshape(gradient, [height, width, channels, channels, multiplier]);
    return sum(mul(byChannel, diagonal(channels)), 3);
  }),
  wasmKernel(DepthwiseConv2dNativeBackpropInput, ({ dy, filter }, attributes) => {
    const { inputShape, strides, pad } = inputAttributes.parse(attributes);
    const [height, width, channels, multiplier] = tensor4D(filter).shape;
    const byChannel = reshape(tensor4D(filter), [height, width, channels, 1, multiplier]);
    const whole: Shape4D = [height, width, channels, channels * multiplier];
    const dense = reshape<Tensor4D['rankType']>(mul(byChannel, diagonal(channels)), whole);
    return conv2dTranspose(tensor4D(dy), dense, inputShape, strides, pad);
  }),
  wasmKernel(MaxPoolGrad, ({ dy, input }, attributes) => {
    const { filterSize, ...window } = poolAttributes.parse(attributes);
    return maxPoolGradient(tensor4D(dy), tensor4D(input), filterSize, window);
  }),
  wasmKernel(AvgPoolGrad, ({ dy, input }, attributes) => {
    const { filterSize, ...window } = poolAttributes.parse(attributes);
    return averagePoolGradient(tensor4D(dy), tensor4D(input), filterSize, window);
  }),
];

function wasmKernel(
  kernelName: string,
  compute: (inputs: Record<string, TensorInfo | undefined>, attributes: unknown) => Tensor,
): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => compute(inputs, attrs),
  };
}

/** Ones where a filter's channel is the input's, `[channels, channels, 1]`. */
function diagonal(channels: number): Tensor {
  return reshape(eye(channels), [channels, channels, 1]);
}

function tensor4D(value: TensorInfo | undefined): Tensor4D {
  if (value instanceof Tensor && isTensor4D(value)) return value;
  throw new TypeError('TensorFlow.js called the gradient of a convolution without its tensors');
}

function isTensor4D(value: Tensor): value is Tensor4D {
  return value.rank === 4;
}

/** The types hide that the registry may have none. */
function stockKernel(name: string, backend: string): KernelConfig | undefined {
  return getKernel(name, backend);
}

function replaceKernel({ kernelName, backendName }: KernelConfig, by: KernelConfig | undefined): void {
  if (stockKernel(kernelName, backendName)) unregisterKernel(kernelName, backendName);
  if (by) registerKernel(by);
}
