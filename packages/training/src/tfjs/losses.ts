import {
  logSoftmax,
  mul,
  neg,
  oneHot,
  reshape,
  softplus,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
  type Tensor2D,
  tensor2d,
} from '@tensorflow/tfjs-core';
import type { LossName } from '../settings/losses.ts';

/** What a batch should be: class indices `[batch]`, or targets `[batch, classes]`; empty where the samples have none. */
export interface BatchTargets {
  readonly labels: Int32Array;
  readonly targets: Float32Array;
}

/** Each sample's loss from its logits `[batch, units]`: `[batch]`. The formulas stand at `lossNames`. */
export const lossesFromLogits: Record<LossName, (logits: Tensor2D, batch: BatchTargets) => Tensor1D> = {
  sparseCategoricalCrossentropy: (logits, { labels }) =>
    crossentropy(oneHot(tensor1d(labels, 'int32'), logits.shape[1]), logits),
  categoricalCrossentropy: (logits, { targets }) => crossentropy(tensor2d(targets, logits.shape), logits),
  binaryCrossentropy: (logits, { labels }) => {
    const z: Tensor1D = reshape(logits, [logits.shape[0]]);
    // max(z, 0) + log(1 + exp(-|z|)) is softplus(z).
    return sub(softplus(z), mul(z, tensor1d(labels, 'float32')));
  },
};

function crossentropy(targets: Tensor, logits: Tensor2D): Tensor1D {
  return neg(sum(mul(logSoftmax(logits), targets), 1));
}
