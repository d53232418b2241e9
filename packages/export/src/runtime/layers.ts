/** What each class of layers computes, by its name. */
export { BatchNormalization } from './layers/batch-normalization.ts';
export { Conv2D, DepthwiseConv2D, SeparableConv2D } from './layers/convolution.ts';
export { Dense } from './layers/dense.ts';
export { LeakyReLU, ReLU, Rescaling } from './layers/elementwise.ts';
export { Add, Concatenate } from './layers/merge.ts';
export {
  AveragePooling2D,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  MaxPooling2D,
} from './layers/pooling.ts';
export {
  sameValues as Activation,
  sameValues as Dropout,
  sameValues as ELU,
  sameValues as Flatten,
  sameValues as Reshape,
  sameValues as Softmax,
} from './layers/same-values.ts';
export { ZeroPadding2D } from './layers/zero-padding.ts';
