import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { FitOutcome } from './outcome.ts';
import type { EpochRecord } from './history.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

/**
 * What happens at certain moments of a training, with Keras' hooks. Hooks are awaited, callbacks in the order in which
 * they were given. A callback resets its state in `onTrainBegin`, so that an instance can be used again.
 */
export interface Callback {
  onTrainBegin?(training: Training): void | Promise<void>;
  onEpochBegin?(epoch: number, training: Training): void | Promise<void>;
  /** After each run of steps, which holds one step or several (Keras' `steps_per_execution`). */
  onTrainBatchEnd?(progress: BatchProgress, training: Training): void | Promise<void>;
  /** After the epoch's validation; not for an epoch that was stopped or interrupted within. */
  onEpochEnd?(record: EpochRecord, training: Training): void | Promise<void>;
  /** Once, whatever ended the training but an error. The model holds the last weights. */
  onTrainEnd?(outcome: FitOutcome, training: Training): void | Promise<void>;
  /** What a checkpoint has to remember of this callback, with `restore`. Nothing in it may change afterwards. */
  state?(): CallbackState;
  /**
   * Takes back what `state` gave. A training that is resumed calls `onTrainBegin`, `onEpochBegin` when it goes on within
   * an epoch, and then this.
   *
   * @throws RangeError when the state is not this callback's
   */
  restore?(state: CallbackState, training: Training): void | Promise<void>;
}

/** A callback's memory. Numbers keep every bit, also when they are infinite or not a number. */
export interface CallbackState {
  readonly numbers: Readonly<Record<string, number>>;
  readonly tensors?: Readonly<Record<string, readonly NamedTensor[]>>;
}

/** How far an epoch has come. */
export interface BatchProgress {
  /** From 1. */
  readonly epoch: number;
  /** Steps done in this epoch, from 1 to `stepsPerEpoch`. */
  readonly step: number;
  /** Means over the epoch so far. */
  readonly loss: number;
  readonly accuracy: number;
  /** The losses of this run of steps, one a step. */
  readonly losses: Float64Array;
}

/** The training that a callback is part of. */
export interface Training {
  readonly model: LayersModel;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** True when each epoch ends with a validation. */
  readonly validated: boolean;
  /** The finished epochs: when a training is resumed, those from before already at its begin. */
  readonly history: readonly EpochRecord[];
  /**
   * The rate before the schedule's factor, above 0. Assigning changes it from the next run of steps on: the schedule then
   * multiplies the new rate.
   */
  learningRate: number;
  /** Ends the training after the present run of steps; the reason is for people to read. */
  stop(reason: string): void;
  /** Copies of the weights as they are now; `model` itself is up to date only after `syncModel`. */
  getWeights(): Promise<readonly NamedTensor[]>;
  setWeights(weights: readonly NamedTensor[]): Promise<void>;
  /** Brings `model` up to date with the engine. */
  syncModel(): Promise<void>;
}
