import { checkBoolean, checkCount, checkFunction, checkOptions, checkSeed, found } from '@atelier/checks';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Callback } from './callback.ts';
import { checkCallbacks } from './check-callbacks.ts';
import { checkEngine } from '../engine/check-engine.ts';
import type { Checkpoint, CheckpointOptions } from './checkpoint.ts';
import type { Engine } from '../engine/contract.ts';
import { lossNamed, type LossName } from '../settings/losses/losses.ts';
import type { OptimizerConfig, OptimizerOption } from '../settings/optimizers.ts';
import type { Averaging, AveragingOption } from '../settings/averaging.ts';
import { checkSmoothing, resolveAveraging, resolveOptimizer, resolveSchedule } from '../settings/resolve.ts';
import type { ClassWeight } from '../samples/class-weights.ts';
import type { Samples } from '../samples/samples.ts';
import type { Schedule, ScheduleOption } from '../settings/schedules.ts';
import { kerasFitNames } from '../settings/keras-names.ts';
import { lossOf } from '../model/remembered-loss.ts';
import { tfjsEngine } from '../tfjs/engine.ts';
import { type Augmentation, checkAugmentation } from '../settings/augmentation.ts';

/** Options of `fit`. */
export interface FitOptions {
  /** Passes over the samples, at least 1. */
  readonly epochs: number;
  /** Default: the loss that the model was made for (`createModel`) or last trained with, otherwise the one that fits its output. */
  readonly loss?: LossName;
  /**
   * The share of each target that is spread evenly over the classes, in [0, 1), default 0. All losses of the training, validation's too,
   * are those of the smoothed targets, as in Keras.
   */
  readonly labelSmoothing?: number;
  /**
   * Keeps a moving average of the weights, batch normalization's moving statistics among them, from step to step. Validation,
   * callbacks and the trained model get the average; by default there is none.
   */
  readonly average?: AveragingOption;
  /** Default `adam`. */
  readonly optimizer?: OptimizerOption;
  /** Above 0; default the optimizer's own. */
  readonly learningRate?: number;
  /** Default `constant`. */
  readonly schedule?: ScheduleOption;
  /** Samples per step, at least 1, default 32. */
  readonly batchSize?: number;
  /** Gradients are scaled down to this global norm, above 0; by default there is no clipping. */
  readonly globalClipNorm?: number;
  /** Random changes of the training images, new in every epoch; by default none. */
  readonly augment?: Augmentation;
  /**
   * Evaluated after each epoch: samples, or the fraction of the given samples to set aside, above 0 and below 1, at random from the
   * seed and stratified by class.
   */
  readonly validation?: Samples | number;
  /**
   * Factors of the samples' losses, `[count]`, finite and at least 0: a step's loss is the sum of its weighted losses divided by its
   * number of samples, as in Keras. They weigh losses, not accuracies, and go with samples that `validation` sets aside.
   */
  readonly sampleWeight?: ArrayLike<number>;
  /** The same by class, for training alone; with `sampleWeight`, both factors are multiplied. */
  readonly classWeight?: ClassWeight;
  readonly callbacks?: readonly Callback[];
  /** An integer of at least 0, default 0. It determines shuffles and dropout masks. */
  readonly seed?: number;
  /** Whether each epoch takes the samples in a new order. Default true. */
  readonly shuffle?: boolean;
  /** Default `tfjsEngine()`. */
  readonly engine?: Engine;
  /** Aborting it ends the training after the current run of steps, as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Steps per run, after which callbacks and the event loop get their turn, at least 1; by default about 25 ms of steps. */
  readonly stepsPerExecution?: number;
  /** Saves the training's state periodically; by default never. */
  readonly checkpoint?: CheckpointOptions;
  /**
   * Continues from a checkpoint of the same training, which may have been interrupted or had fewer epochs: it then ends as if
   * it had never stopped, to the bit. Pass the same list of callbacks; they get their state back. The schedules `cosine` and
   * `one-cycle` span all epochs: with more of them they are stretched, and the learning rate jumps up where the training continues.
   */
  readonly resume?: Checkpoint;
}

/** The options of a training with every default filled in. */
export interface FitSettings {
  readonly epochs: number;
  readonly loss: LossName;
  readonly labelSmoothing: number;
  readonly average: Averaging | null;
  /** With the base learning rate. */
  readonly optimizer: OptimizerConfig;
  readonly schedule: Schedule;
  readonly batchSize: number;
  readonly globalClipNorm: number | null;
  readonly augment: Augmentation;
  readonly validation: Samples | number | undefined;
  readonly sampleWeight: ArrayLike<number> | undefined;
  readonly classWeight: ClassWeight | undefined;
  readonly callbacks: readonly Callback[];
  readonly seed: number;
  readonly shuffle: boolean;
  readonly engine: Engine;
  readonly signal: AbortSignal | undefined;
  readonly stepsPerExecution: number | undefined;
  readonly checkpoint: CheckpointOptions | undefined;
  readonly resume: Checkpoint | undefined;
}

const known: Readonly<Record<keyof FitOptions, true>> = {
  epochs: true,
  loss: true,
  labelSmoothing: true,
  average: true,
  optimizer: true,
  learningRate: true,
  schedule: true,
  batchSize: true,
  globalClipNorm: true,
  augment: true,
  validation: true,
  sampleWeight: true,
  classWeight: true,
  callbacks: true,
  seed: true,
  shuffle: true,
  engine: true,
  signal: true,
  stepsPerExecution: true,
  checkpoint: true,
  resume: true,
};

/**
 * @throws TypeError naming the option that is unknown
 * @throws RangeError naming the option that is out of range
 */
export function resolveFitOptions(options: FitOptions, model: LayersModel): FitSettings {
  checkOptions('fit', options, known, kerasFitNames);
  const {
    epochs,
    loss = lossOf(model),
    labelSmoothing = 0,
    average,
    batchSize = 32,
    globalClipNorm = null,
    seed = 0,
    stepsPerExecution,
    callbacks = [],
    shuffle = true,
    engine = tfjsEngine(),
  } = options;
  checkCount('epochs', epochs);
  checkCount('batchSize', batchSize);
  checkSeed(seed);
  checkSmoothing(labelSmoothing);
  if (stepsPerExecution !== undefined) checkCount('stepsPerExecution', stepsPerExecution);
  if (globalClipNorm !== null && !(Number.isFinite(globalClipNorm) && globalClipNorm > 0)) {
    throw new RangeError(`globalClipNorm is above 0 and finite; found ${found(globalClipNorm)}`);
  }
  checkCallbacks(callbacks);
  checkBoolean('shuffle', shuffle);
  checkEngine(engine);
  checkRest(options);
  return {
    epochs,
    loss: lossNamed(loss).name,
    labelSmoothing,
    average: average === undefined ? null : resolveAveraging(average),
    optimizer: resolveOptimizer(options.optimizer ?? 'adam', options.learningRate),
    schedule: resolveSchedule(options.schedule ?? 'constant'),
    batchSize,
    globalClipNorm,
    augment: checkAugmentation(options.augment ?? {}),
    validation: options.validation,
    sampleWeight: options.sampleWeight,
    classWeight: options.classWeight,
    callbacks,
    seed,
    shuffle,
    engine,
    signal: options.signal,
    stepsPerExecution,
    checkpoint: options.checkpoint,
    resume: options.resume,
  };
}

/** Checks the options that are objects of their own. Samples for validation are checked with the model. */
function checkRest({ validation, signal, checkpoint, resume }: FitOptions): void {
  if (validation !== undefined && typeof validation !== 'number' && !isRecord(validation)) {
    throw new TypeError(
      `validation is samples, or a fraction above 0 and below 1; found ${found(validation)}`,
    );
  }
  if (signal !== undefined && !(isRecord(signal) && typeof signal.aborted === 'boolean')) {
    throw new TypeError(`signal is an AbortSignal; found ${found(signal)}`);
  }
  if (checkpoint !== undefined) {
    checkOptions('checkpoint', checkpoint, { every: true, save: true, context: true });
    if (checkpoint.every !== 'epoch') checkCount('checkpoint.every', checkpoint.every);
    checkFunction('checkpoint.save', checkpoint.save);
  }
  if (resume !== undefined && !(isRecord(resume) && isRecord(resume.settings))) {
    throw new TypeError(`resume is a Checkpoint, as decodeCheckpoint gives it; found ${found(resume)}`);
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
