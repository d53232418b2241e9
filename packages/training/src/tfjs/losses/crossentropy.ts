import { logSoftmax, mul, neg, sum, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';

/** `-sum(target * log softmax(logits))` of each row of `[batch, classes]`: `[batch]`. */
export function crossentropy(targets: Tensor, logits: Tensor2D): Tensor1D {
  return neg(sum(mul(logSoftmax(logits), targets), 1));
}
