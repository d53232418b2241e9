import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/** What to compare a batch with: class indices `[batch]`, or targets `[batch, classes]`; empty where the samples have none. */
export interface BatchTargets {
  readonly labels: Int32Array;
  readonly targets: Float32Array;
  /** Factors of the samples' losses, `[batch]`; without them, all are 1. */
  readonly weights?: Float32Array;
}

/** Each sample's loss `[batch]` from its logits `[batch, units]`. `smoothing` is the share of a target that is spread over the classes. */
export type LossFromLogits = (logits: Tensor2D, batch: BatchTargets, smoothing: number) => Tensor1D;
