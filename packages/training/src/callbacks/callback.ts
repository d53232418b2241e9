import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NamedTensor } from '../engine.ts';
import type { FitOutcome } from '../fit.ts';
import type { EpochRecord } from '../history.ts';

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
}

/** The training that a callback is part of. */
export interface Training {
  readonly model: LayersModel;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** True when each epoch ends with a validation. */
  readonly validated: boolean;
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
