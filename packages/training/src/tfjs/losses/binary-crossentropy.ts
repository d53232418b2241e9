import { mul, reshape, softplus, sub, type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import type { LossFromLogits } from './loss-from-logits.ts';
import { smoothed } from './smoothed.ts';

export const binaryCrossentropy: LossFromLogits = (logits, { labels }, smoothing) => {
  const z: Tensor1D = reshape(logits, [logits.shape[0]]);
  // max(z, 0) + log(1 + exp(-|z|)) is softplus(z).
  return sub(softplus(z), mul(z, smoothed(tensor1d(labels, 'float32'), smoothing, 2)));
};
