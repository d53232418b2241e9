import type { Dataset } from '@atelier/datasets';
import type { Engine } from '@atelier/training';

/** The part of a data set that trials use; plain data that threads can share. */
export type TrialData = Pick<Dataset, 'name' | 'classNames' | 'train' | 'validation' | 'test'>;

/** Progress of a trial. */
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

/** The context of a trial. */
export interface TrialContext {
  readonly engine: Engine;
  readonly data: TrialData;
  /** Called rarely enough for a screen, and never after the trial has ended. */
  readonly onProgress?: (progress: TrialProgress) => void;
}
