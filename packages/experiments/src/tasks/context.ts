import type { Dataset } from '@atelier/datasets';
import type { Engine } from '@atelier/training';

/** The part of a data set that trials use; plain data that threads can share. */
export type TrialData = Pick<Dataset, 'name' | 'classNames' | 'train' | 'test'>;

/** How far a trial has come. */
export interface TrialProgress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Of the whole trial, from 0 to 1. */
  readonly done: number;
  /** Means over the epoch so far. */
  readonly loss: number;
  readonly accuracy: number;
}

/** What a trial runs with. */
export interface TrialContext {
  readonly engine: Engine;
  readonly data: TrialData;
  /** Called seldom enough for a screen, and never after the trial has ended. */
  readonly onProgress?: (progress: TrialProgress) => void;
}
