import type { ActivationName, Layer, Padding, Pair, Weight } from '@atelier/network';
import type { Value } from '../program/values.ts';
import { namedActivation, rectifyGradient } from './activation.ts';
import { slide } from './conv-geometry.ts';
import type { Convolution, ConvolutionCalls } from './convolution.ts';
import { directConvolution } from './direct-convolution.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { pictureOf } from './picture.ts';
import { isNormalized } from './readers.ts';
import { refuseConstraints } from './unsupported.ts';
import { suitsWinograd, winogradConvolution } from './winograd-convolution.ts';

/** Kernels `[height, width, channels, filters]` over `[height, width, channels]`, then the layer's activation. */
export function conv2d(layer: Layer<'Conv2D'>, [input]: Inputs, context: OpContext): readonly Op[] {
  refuseConstraints(layer);
  const [kernel, bias] = layer.weights;
  if (!kernel) return [];
  const settings = { kernel, bias, normalized: isNormalized(layer, context.layers) };
  return convolution(layer, { ...layer.config, ...settings }, input, context);
}

export interface ConvolutionSettings {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly activation: ActivationName;
  readonly kernel: Weight;
  readonly bias: Weight | undefined;
  /** See `isNormalized`. */
  readonly normalized?: boolean;
}

/** The ops of a convolution, of a layer of its own or a part of one. */
export function convolution(
  layer: Pick<Layer, 'name' | 'kind' | 'trainable'>,
  { kernelSize, strides, padding, activation, kernel, bias, normalized = false }: ConvolutionSettings,
  input: Value,
  context: OpContext,
): readonly Op[] {
  const [height = 1, width = 1, channels = 1] = input.shape;
  const filters = kernel.shape.at(-1) ?? 1;
  const rows = slide(height, kernelSize[0], strides[0], padding);
  const columns = slide(width, kernelSize[1], strides[1], padding);
  const { ops, picture } = pictureOf(layer.name, input, rows, columns, context);
  const wantsInputGradient = input.kind === 'floats' && input.gradient !== 0;
  const shape = [rows.outputs, columns.outputs, filters];
  const relu = activation === 'relu';
  const parts: Convolution = {
    rows,
    columns,
    channels,
    picture,
    kernel: context.parameter({ ...kernel, byRows: true }),
    bias: bias && context.parameter({ ...bias, byRows: true }),
    relu,
    normalized,
    output: {
      ...context.floats(shape, 'samples', layer.trainable || wantsInputGradient),
      kept: relu,
      rectified: relu,
    },
    inputGradient: wantsInputGradient ? input.gradient : 0,
  };
  const calls: ConvolutionCalls = suitsWinograd(parts)
    ? winogradConvolution(parts, context)
    : directConvolution(parts, context);
  const { output } = parts;
  const op: Op = {
    name: layer.name,
    output,
    parameters: parts.bias ? [parts.kernel, parts.bias] : [parts.kernel],
    prepare: calls.prepare,
    forward: calls.forward,
    backward(program, written) {
      if (output.gradient === 0) return;
      if (relu) rectifyGradient(program, output, written);
      calls.backward(program);
      if (input.kind === 'floats' && wantsInputGradient) written.record(input, 'samples');
    },
  };
  const last = relu ? [] : namedActivation(layer, activation, output, context);
  return [...ops, op, ...last];
}
