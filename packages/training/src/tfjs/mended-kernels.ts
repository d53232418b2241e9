import {
  AvgPoolGrad,
  Conv2D,
  Conv2DBackpropFilter,
  conv2dTranspose,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  eye,
  FusedConv2D,
  FusedDepthwiseConv2D,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  MaxPoolGrad,
  mul,
  registerKernel,
  reshape,
  slice,
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
const convolutionAttributes = z.object(sliding);
const poolAttributes = z.object({ ...sliding, filterSize: pair });

/**
 * Runs `step` with kernels of convolutions and pools that the WASM backend lacks, or gets wrong. It has no gradients of a
 * filter and of depthwise convolutions; its convolutions with padding `same` compute wrong numbers where the stride is
 * larger than the kernel; gradients of its pools lose the maximum of windows without positive values, and divide by the
 * whole window where a part of it lies outside. Kernels are registered for the whole process: `step` is synchronous, so no other code sees
 * them.
 */
export function withMendedKernels<Result>(step: () => Result): Result {
  const stock = kernels.map(({ kernelName }) => stockKernel(kernelName));
  for (const [index, { kernelName, compute }] of kernels.entries()) {
    const kernelFunc: KernelFunc = (call) => compute(call, stock[index]);
    replaceKernel(kernelName, { kernelName, backendName, kernelFunc });
  }
  try {
    return step();
  } finally {
    for (const [index, { kernelName }] of kernels.entries()) replaceKernel(kernelName, stock[index]);
  }
}

const backendName = 'wasm';

interface MendedKernel {
  readonly kernelName: string;
  readonly compute: (
    call: Parameters<KernelFunc>[0],
    stock: KernelConfig | undefined,
  ) => ReturnType<KernelFunc>;
}

const kernels: readonly MendedKernel[] = [
  ...[Conv2D, FusedConv2D, DepthwiseConv2dNative, FusedDepthwiseConv2D].map(croppedKernel),
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
): MendedKernel {
  return { kernelName, compute: ({ inputs, attrs }) => compute(inputs, attrs) };
}

/** The stock kernel, without the rows and columns at the end that lie between the last steps and would be negative padding. */
function croppedKernel(kernelName: string): MendedKernel {
  return {
    kernelName,
    compute: (call, stock) => {
      if (!stock) throw new TypeError(`The WASM backend of TensorFlow.js has no kernel ${kernelName}`);
      const { strides, pad } = convolutionAttributes.parse(call.attrs);
      if (pad !== 'same') return stock.kernelFunc(call);
      const x = tensor4D(call.inputs['x']);
      const [kernelHeight, kernelWidth] = tensor4D(call.inputs['filter']).shape;
      const used = (length: number, kernel: number, stride: number): number =>
        Math.min(length, (Math.ceil(length / stride) - 1) * stride + kernel);
      const [batch, height, width, channels] = x.shape;
      const [usedHeight, usedWidth] = [
        used(height, kernelHeight, strides[0]),
        used(width, kernelWidth, strides[1]),
      ];
      if (usedHeight === height && usedWidth === width) return stock.kernelFunc(call);
      const cropped = slice(x, [0, 0, 0, 0], [batch, usedHeight, usedWidth, channels]);
      return stock.kernelFunc({ ...call, inputs: { ...call.inputs, x: cropped } });
    },
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
function stockKernel(name: string): KernelConfig | undefined {
  return getKernel(name, backendName);
}

function replaceKernel(name: string, by: KernelConfig | undefined): void {
  if (stockKernel(name)) unregisterKernel(name, backendName);
  if (by) registerKernel(by);
}
