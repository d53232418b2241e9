import type { CallbackState } from './callback.ts';
import type { EpochRecord } from './history.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

/** Any JSON value. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * The settings that determine the numbers of a training, as JSON by field. Without the number of epochs: a training may be made
 * longer.
 */
export type TrainingSettings = { readonly [field: string]: JsonValue };

/**
 * A training between two steps: all that `fit` needs to continue as if it had never stopped. Random streams
 * have no state here: shuffles, dropout masks and augmentation are pure functions of the seed, the epoch and the step.
 */
export interface Checkpoint {
  /** The epoch in progress, or the next one, from 1: `history.length + 1`. */
  readonly epoch: number;
  /** What was done in that epoch. */
  readonly partial: PartialEpoch;
  /** The finished epochs. */
  readonly history: readonly EpochRecord[];
  /** Before the schedule's factor. */
  readonly learningRate: number;
  /** Why a callback ended the training; `null` if none did. */
  readonly stopReason: string | null;
  /** In the order of `model.weights`. */
  readonly weights: readonly NamedTensor[];
  /** See `EngineSession.getOptimizerSlots`. */
  readonly optimizerSlots: readonly NamedTensor[];
  /** Of the weights, in their order; only where the training keeps an average. */
  readonly average?: readonly NamedTensor[];
  /** Of the divergence watch (the last good weights), then of the callbacks that have a state, in list order. */
  readonly callbacks: readonly CallbackState[];
  /** What a resumed training must have in common with this one. */
  readonly settings: TrainingSettings;
  /** The caller's own data: a configuration, hashes of the data. */
  readonly context: JsonValue;
}

/** The running sums of an epoch: with them the resumed epoch's record is the same to the bit. */
export interface PartialEpoch {
  /** Steps done, from 0 to all of the epoch's: then its validation is still to come. */
  readonly step: number;
  /** Trained on in these steps. */
  readonly samples: number;
  /** Of their losses. */
  readonly lossSum: number;
  /** How many of them were predicted correctly. */
  readonly correct: number;
  /** Spent on the epoch before the checkpoint. */
  readonly seconds: number;
  /** Of the last step; NaN before the first. */
  readonly learningRate: number;
}

/** When and where a training saves checkpoints. */
export interface CheckpointOptions {
  /**
   * After every epoch, or every n steps of the run, at least 1. The end of a training is saved too, also when it
   * was interrupted.
   */
  readonly every: 'epoch' | number;
  /** Keeps the checkpoint; the training waits for it. An error ends the training. */
  readonly save: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Goes into each checkpoint. Default `null`. */
  readonly context?: JsonValue;
}
