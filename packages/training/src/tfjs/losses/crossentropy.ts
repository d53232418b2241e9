import { logSoftmax, mul, neg, sum, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { smoothed } from './smoothed.ts';

/** `-sum(target * log softmax(logits))` of each row of `[batch, classes]`, its targets smoothed: `[batch]`. */
export function crossentropy(targets: Tensor, logits: Tensor2D, smoothing: number): Tensor1D {
  return neg(sum(mul(logSoftmax(logits), smoothed(targets, smoothing, logits.shape[1])), 1));
}
