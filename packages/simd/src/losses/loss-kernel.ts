import type { OutputOp } from '../ops/op.ts';

/**
 * The kernel of a loss. Its arguments are the logits, their gradient, what `shape` gives, each sample's loss, whether it was
 * predicted correctly, and the share of label smoothing; it finds the batch's labels or targets itself.
 */
export interface LossKernel {
  readonly code: number;
  shape(logits: OutputOp['logits']): readonly number[];
}
