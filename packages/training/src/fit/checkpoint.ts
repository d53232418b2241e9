import type { CallbackState } from './callback.ts';
import type { EpochRecord } from './history.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

/** Anything that JSON can say. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * What decides the numbers of a training, as JSON by field. The count of epochs is not in it: a training may be made
 * longer.
 */
export type TrainingSettings = { readonly [field: string]: JsonValue };

/**
 * A training at the boundary between two steps: all that `fit` needs to go on as if it had never stopped. Random streams
 * have no state here: shuffles, dropout masks and augmentation are pure functions of the seed, the epoch and the step.
 */
export interface Checkpoint {
  /** The epoch in progress, or the next one: one more than `history` holds. From 1. */
  readonly epoch: number;
  /** What was done of that epoch. */
  readonly partial: PartialEpoch;
  /** The finished epochs. */
  readonly history: readonly EpochRecord[];
  /** Before the schedule's factor. */
  readonly learningRate: number;
  /** Why a callback ended the training; `null` when it goes on. */
  readonly stopReason: string | null;
  /** In the order of `model.weights`. */
  readonly weights: readonly NamedTensor[];
  /** See `EngineSession.getOptimizerSlots`. */
  readonly optimizerSlots: readonly NamedTensor[];
  /** Of the watch over divergence (the last good weights), then of the callbacks that have one, in the order of the list. */
  readonly callbacks: readonly CallbackState[];
  /** What a training that is resumed has to agree with. */
  readonly settings: TrainingSettings;
  /** Whatever the caller wants to find again: a configuration, hashes of the data. */
  readonly context: JsonValue;
}

/** The running sums of an epoch: with them the resumed epoch's record is the same to the bit. */
export interface PartialEpoch {
  /** Steps done, from 0 to all of the epoch's: then its validation is still to come. */
  readonly step: number;
  readonly samples: number;
  readonly lossSum: number;
  readonly correct: number;
  /** Spent on the epoch before the checkpoint. */
  readonly seconds: number;
  /** Of the last step; not a number before the first. */
  readonly learningRate: number;
}

/** When and where a training saves checkpoints. */
export interface CheckpointOptions {
  /**
   * After every epoch, or after so many steps of the run, at least 1. The end of a training is saved too, also when it
   * was interrupted.
   */
  readonly every: 'epoch' | number;
  /** Keeps the checkpoint; the training waits for it. An error ends the training. */
  readonly save: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Goes into each checkpoint. Default `null`. */
  readonly context?: JsonValue;
}
