import type { Layer, LayerClass } from '@atelier/network';
import { activationLayer, eluLayer, leakyReluLayer, reluLayer } from './activation.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import type { Inputs, Op, OpContext, OpFactory } from './op.ts';
import { rescaling } from './rescaling.ts';
import { reshape } from './reshape.ts';
import { softmaxLayer } from './softmax.ts';
import { unsupported } from './unsupported.ts';

/** How the engine compiles each class of layers; `null` for unsupported ones. */
const opFactories: { readonly [Kind in LayerClass]: OpFactory<Kind> | null } = {
  Activation: activationLayer,
  Add: null,
  AveragePooling2D: null,
  BatchNormalization: null,
  Concatenate: null,
  Conv2D: null,
  Dense: dense,
  DepthwiseConv2D: null,
  Dropout: dropout,
  ELU: eluLayer,
  Flatten: reshape,
  GlobalAveragePooling2D: null,
  GlobalMaxPooling2D: null,
  LeakyReLU: leakyReluLayer,
  MaxPooling2D: null,
  ReLU: reluLayer,
  Rescaling: rescaling,
  Reshape: reshape,
  SeparableConv2D: null,
  Softmax: softmaxLayer,
  ZeroPadding2D: null,
};

/** @throws UnsupportedError naming a layer that the engine does not compile */
export function opsOf<Kind extends LayerClass>(
  kind: Kind,
  layer: Layer<Kind>,
  inputs: Inputs,
  context: OpContext,
): readonly Op[] {
  const factory: OpFactory<Kind> | null = opFactories[kind];
  if (!factory) throw unsupported(layer, 'is of a class that the simd engine does not compile');
  return factory(layer, inputs, context);
}
