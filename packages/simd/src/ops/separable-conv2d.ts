import type { Layer } from '@atelier/network';
import { convolution } from './conv2d.ts';
import { depthwise } from './depthwise-conv2d.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { refuseConstraints } from './unsupported.ts';

/** A depthwise convolution, then one of 1x1 with the bias and the activation. */
export function separableConv2d(
  layer: Layer<'SeparableConv2D'>,
  [input]: Inputs,
  context: OpContext,
): readonly Op[] {
  refuseConstraints(layer);
  const [depthwiseKernel, pointwiseKernel, bias] = layer.weights;
  if (!depthwiseKernel || !pointwiseKernel) return [];
  const first = depthwise(
    layer,
    { ...layer.config, activation: 'linear', kernel: depthwiseKernel, bias: undefined },
    input,
    context,
  );
  const pointwise = { ...layer.config, kernelSize: [1, 1], strides: [1, 1], padding: 'valid' } as const;
  const between = first.at(-1)?.output ?? input;
  return [...first, ...convolution(layer, { ...pointwise, kernel: pointwiseKernel, bias }, between, context)];
}
