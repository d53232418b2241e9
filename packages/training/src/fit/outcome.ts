import type { EpochRecord } from './history.ts';

/** How a training ended. */
export type FitOutcome =
  | { readonly status: 'completed' }
  /** A callback ended it. */
  | { readonly status: 'stopped'; readonly reason: string }
  /** The signal aborted it. */
  | { readonly status: 'interrupted' };

export type FitResult = FitOutcome & {
  /** One record a finished epoch, those from before a resumption too; an epoch that was stopped or interrupted within has none. */
  readonly history: readonly EpochRecord[];
};
