import type { EpochRecord } from './history.ts';
import type { TrainingWarning } from './training-warning.ts';

/** How a training ended. */
export type FitOutcome =
  | { readonly status: 'completed' }
  /** A callback ended it. */
  | { readonly status: 'stopped'; readonly reason: string }
  /** The signal aborted it. */
  | { readonly status: 'interrupted' }
  | ({ readonly status: 'diverged' } & Divergence);

/** Where the loss was NaN or infinite for the first time. */
export interface Divergence {
  /** From 1. */
  readonly epoch: number;
  /** Of the epoch, from 1; its last for the loss of the validation, or of weights that were not finite after the epoch. */
  readonly step: number;
  /** NaN, Infinity or -Infinity. */
  readonly loss: number;
}

export type FitResult = FitOutcome & {
  /**
   * One record per finished epoch, those from before a resumption too. An epoch that was stopped or interrupted within, or in
   * which the loss diverged, has none.
   */
  readonly history: readonly EpochRecord[];
  /** What the history says against the training, which ended by itself or by a callback. */
  readonly warning?: TrainingWarning;
};
