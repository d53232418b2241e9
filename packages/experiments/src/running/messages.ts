import type { TrialData, TrialProgress } from '../tasks/context.ts';
import type { Outcome } from '../tasks/task.ts';
import type { Trial } from '../trial.ts';

/** A worker's start data. */
export interface WorkerInput {
  /** Its pixels are in shared memory: every worker sees the same bytes. */
  readonly data: TrialData;
}

/** To a worker, which gets the next one only after it has answered. */
export type TrialRequest = Pick<Trial, 'task' | 'seed'>;

/** From a worker: any number of `progress`, then one of the others. */
export type TrialReply =
  | { readonly type: 'progress'; readonly progress: TrialProgress }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  | { readonly type: 'failed'; readonly reason: string };
