import { batchNormalization, type BatchNormalizationConfig } from './batch-normalization.ts';
import {
  conv2d,
  type Conv2DConfig,
  depthwiseConv2d,
  type DepthwiseConv2DConfig,
  separableConv2d,
  type SeparableConv2DConfig,
} from './convolution.ts';
import { dense, type DenseConfig } from './dense.ts';
import {
  type ActivationConfig,
  activationLayer,
  type AlphaConfig,
  dropout,
  type DropoutConfig,
  elu,
  leakyRelu,
  relu,
  type ReLUConfig,
  rescaling,
  type RescalingConfig,
  softmax,
  type SoftmaxConfig,
} from './elementwise.ts';
import type { LayerKind } from './layer-kind.ts';
import { add, concatenate, type ConcatenateConfig } from './merge.ts';
import { globalPooling, pooling, type PoolingConfig } from './pooling.ts';
import { flatten, reshape, type ReshapeConfig, zeroPadding2d, type ZeroPadding2DConfig } from './reshape.ts';

/** The layers that a network is made of, by their classes in Keras and TensorFlow.js, with their settings. */
export interface LayerConfigs {
  readonly Activation: ActivationConfig;
  readonly Add: object;
  readonly AveragePooling2D: PoolingConfig;
  readonly BatchNormalization: BatchNormalizationConfig;
  readonly Concatenate: ConcatenateConfig;
  readonly Conv2D: Conv2DConfig;
  readonly Dense: DenseConfig;
  readonly DepthwiseConv2D: DepthwiseConv2DConfig;
  readonly Dropout: DropoutConfig;
  readonly ELU: AlphaConfig;
  readonly Flatten: object;
  readonly GlobalAveragePooling2D: object;
  readonly GlobalMaxPooling2D: object;
  readonly LeakyReLU: AlphaConfig;
  readonly MaxPooling2D: PoolingConfig;
  readonly ReLU: ReLUConfig;
  readonly Rescaling: RescalingConfig;
  readonly Reshape: ReshapeConfig;
  readonly SeparableConv2D: SeparableConv2DConfig;
  readonly Softmax: SoftmaxConfig;
  readonly ZeroPadding2D: ZeroPadding2DConfig;
}

/** The class of a layer, as TensorFlow.js names it. */
export type LayerClass = keyof LayerConfigs;

export const layerKinds: { readonly [Class in LayerClass]: LayerKind<LayerConfigs[Class]> } = {
  Activation: activationLayer,
  Add: add,
  AveragePooling2D: pooling,
  BatchNormalization: batchNormalization,
  Concatenate: concatenate,
  Conv2D: conv2d,
  Dense: dense,
  DepthwiseConv2D: depthwiseConv2d,
  Dropout: dropout,
  ELU: elu,
  Flatten: flatten,
  GlobalAveragePooling2D: globalPooling,
  GlobalMaxPooling2D: globalPooling,
  LeakyReLU: leakyRelu,
  MaxPooling2D: pooling,
  ReLU: relu,
  Rescaling: rescaling,
  Reshape: reshape,
  SeparableConv2D: separableConv2d,
  Softmax: softmax,
  ZeroPadding2D: zeroPadding2d,
};
