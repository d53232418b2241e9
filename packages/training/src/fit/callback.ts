import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { FitOutcome } from './outcome.ts';
import type { EpochRecord } from './history.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

/**
 * What happens at certain moments of a training, with Keras' hooks. Hooks are awaited, callbacks in the order in which
 * they were given. A callback resets its state in `onTrainBegin`, so that an instance can be used again.
 */
export interface Callback {
  /** Once, before the first step. */
  onTrainBegin?(training: Training): void | Promise<void>;
  /** @param epoch from 1 */
  onEpochBegin?(epoch: number, training: Training): void | Promise<void>;
  /** After each run of steps, which holds one step or several (Keras' `steps_per_execution`). */
  onTrainBatchEnd?(progress: BatchProgress, training: Training): void | Promise<void>;
  /** After the epoch's validation; not for an epoch that was stopped or interrupted. */
  onEpochEnd?(record: EpochRecord, training: Training): void | Promise<void>;
  /** Once, unless an error ended the training. The model holds the last weights. */
  onTrainEnd?(outcome: FitOutcome, training: Training): void | Promise<void>;
  /** The state that a checkpoint saves of this callback, for `restore`. It must not change afterwards. */
  state?(): CallbackState;
  /**
   * Restores what `state` gave. A resumed training calls `onTrainBegin`, `onEpochBegin` when it continues within
   * an epoch, and then this.
   *
   * @throws RangeError when the state belongs to another callback
   */
  restore?(state: CallbackState, training: Training): void | Promise<void>;
}

/** A callback's state. Numbers are kept to the bit, including infinity and NaN. */
export interface CallbackState {
  readonly numbers: Readonly<Record<string, number>>;
  readonly tensors?: Readonly<Record<string, readonly NamedTensor[]>>;
}

/** Progress within an epoch. */
export interface BatchProgress {
  /** From 1. */
  readonly epoch: number;
  /** Steps done in this epoch, from 1 to `stepsPerEpoch`. */
  readonly step: number;
  /** Mean over the epoch so far. */
  readonly loss: number;
  /** Fraction of the epoch's samples so far, [0, 1]. */
  readonly accuracy: number;
  /** The losses of this run of steps, one per step. */
  readonly losses: Float64Array;
}

/** The training, as a callback sees it. */
export interface Training {
  /** Has current weights only after `syncModel`. */
  readonly model: LayersModel;
  /** Planned, including those before a resume. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** True when each epoch ends with a validation. */
  readonly validated: boolean;
  /** The finished epochs, including those before a resume. */
  readonly history: readonly EpochRecord[];
  /**
   * The rate before the schedule's factor, above 0. Assigning changes it from the next run of steps on: the schedule then
   * multiplies the new rate.
   */
  learningRate: number;
  /** Ends the training after the current run of steps; the reason is shown to the user. */
  stop(reason: string): void;
  /** Copies of the current weights, or of their average where the training keeps one; `model` itself is up to date only after `syncModel`. */
  getWeights(): Promise<readonly NamedTensor[]>;
  /** Sets the weights, and their average. */
  setWeights(weights: readonly NamedTensor[]): Promise<void>;
  /** Brings `model` up to date with the engine. */
  syncModel(): Promise<void>;
}
