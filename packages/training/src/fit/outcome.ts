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
  /** Within the epoch, from 1; the last step for a validation loss, or for weights that were not finite after the epoch. */
  readonly step: number;
  /** NaN, Infinity or -Infinity. */
  readonly loss: number;
}

/** How a training ended, with its history. */
export type FitResult = FitOutcome & {
  /**
   * One record per finished epoch, including those before a resume. An epoch that was stopped or interrupted, or in
   * which the loss diverged, has none.
   */
  readonly history: readonly EpochRecord[];
  /** Why a training that was neither interrupted nor divergent has likely learned nothing. */
  readonly warning?: TrainingWarning;
};
