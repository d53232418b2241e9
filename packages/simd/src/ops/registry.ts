import type { Layer, LayerClass } from '@atelier/network';
import { activationLayer, eluLayer, leakyReluLayer, reluLayer } from './activation.ts';
import { add } from './add.ts';
import { batchNormalization } from './batch-normalization.ts';
import { concatenate } from './concatenate.ts';
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import { depthwiseConv2d } from './depthwise-conv2d.ts';
import { dropout } from './dropout.ts';
import type { Inputs, Op, OpContext, OpFactory } from './op.ts';
import { globalAveragePooling2d, globalMaxPooling2d } from './global-pooling.ts';
import { averagePooling2d, maxPooling2d } from './pooling.ts';
import { rescaling } from './rescaling.ts';
import { reshape } from './reshape.ts';
import { separableConv2d } from './separable-conv2d.ts';
import { softmaxLayer } from './softmax.ts';
import { zeroPadding2d } from './zero-padding.ts';

/** How the engine compiles each class of layers. */
const opFactories: { readonly [Kind in LayerClass]: OpFactory<Kind> } = {
  Activation: activationLayer,
  Add: add,
  AveragePooling2D: averagePooling2d,
  BatchNormalization: batchNormalization,
  Concatenate: concatenate,
  Conv2D: conv2d,
  Dense: dense,
  DepthwiseConv2D: depthwiseConv2d,
  Dropout: dropout,
  ELU: eluLayer,
  Flatten: reshape,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalMaxPooling2D: globalMaxPooling2d,
  LeakyReLU: leakyReluLayer,
  MaxPooling2D: maxPooling2d,
  ReLU: reluLayer,
  Rescaling: rescaling,
  Reshape: reshape,
  SeparableConv2D: separableConv2d,
  Softmax: softmaxLayer,
  ZeroPadding2D: zeroPadding2d,
};

/** @throws UnsupportedError for a setting that the engine does not compile, naming the layer */
export function opsOf<Kind extends LayerClass>(
  kind: Kind,
  layer: Layer<Kind>,
  inputs: Inputs,
  context: OpContext,
): readonly Op[] {
  const factory: OpFactory<Kind> = opFactories[kind];
  return factory(layer, inputs, context);
}
