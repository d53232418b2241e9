import type { LossName } from '../settings/losses/losses.ts';

/** A sample's loss in float64, straight from its formula, and the loss's derivative with respect to each logit. */
export interface ReferenceLoss {
  /** @param target as long as the logits: a row of targets, a one-hot row, or the label of a single logit */
  value(logits: readonly number[], target: readonly number[]): number;
  gradient(logits: readonly number[], target: readonly number[]): number[];
}

const crossentropy: ReferenceLoss = {
  value(logits, target) {
    const logSum = logSumExp(logits);
    return logits.reduce((total, z, unit) => total + target[unit]! * (logSum - z), 0);
  },
  gradient(logits, target) {
    const logSum = logSumExp(logits);
    const total = target.reduce((sum, share) => sum + share, 0);
    return logits.map((z, unit) => Math.exp(z - logSum) * total - target[unit]!);
  },
};

/** The losses of one sample and their gradients by the logits, in float64. */
export const referenceLosses: Record<LossName, ReferenceLoss> = {
  sparseCategoricalCrossentropy: crossentropy,
  categoricalCrossentropy: crossentropy,
  binaryCrossentropy: {
    value: ([z = 0], [label = 0]) => Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z))),
    gradient: ([z = 0], [label = 0]) => [1 / (1 + Math.exp(-z)) - label],
  },
};

function logSumExp(logits: readonly number[]): number {
  const most = Math.max(...logits);
  return most + Math.log(logits.reduce((sum, z) => sum + Math.exp(z - most), 0));
}
