import { RandomStream } from '@atelier/random';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { AugmentedSamples } from './augmented-samples.ts';
import { type Augmentation, checkAugmentation } from './augment.ts';
import type { Callback, Training } from './callbacks/callback.ts';
import { historyRecorder } from './callbacks/history.ts';
import { checkSamples, checkTargets } from './check-samples.ts';
import type { Engine, EngineSession, LoadedSamples } from './engine.ts';
import type { EpochRecord } from './history.ts';
import type { LossName } from './losses/names.ts';
import { MeanMetrics } from './metrics.ts';
import type { OptimizerOption } from './optimizers/config.ts';
import { checkCount, resolveOptimizer, resolveSchedule } from './options.ts';
import { evaluateLoaded } from './run-batches.ts';
import type { Samples } from './samples.ts';
import { type Schedule, scheduleFactor, type ScheduleOption } from './schedule.ts';
import { StepPacer, yieldToEventLoop } from './step-pacer.ts';
import { tfjsEngine } from './tfjs/engine.ts';
import { writeWeights } from './weights.ts';

export interface FitOptions {
  /** Passes over the samples, at least 1. */
  readonly epochs: number;
  readonly loss: LossName;
  /** Default `adam`. */
  readonly optimizer?: OptimizerOption;
  /** Above 0; default the optimizer's own. */
  readonly learningRate?: number;
  /** Default `constant`. */
  readonly schedule?: ScheduleOption;
  /** Samples a step, at least 1, default 32. */
  readonly batchSize?: number;
  /** Gradients are scaled down to this global norm, above 0; by default they are left alone. */
  readonly globalClipNorm?: number;
  /** Random changes of the training images, new in every epoch; by default none. */
  readonly augment?: Augmentation;
  /** Evaluated after each epoch. */
  readonly validation?: Samples;
  readonly callbacks?: readonly Callback[];
  /** An integer from 0, default 0. Shuffles and dropout masks flow from it. */
  readonly seed?: number;
  /** Whether each epoch takes the samples in a new order. Default true. */
  readonly shuffle?: boolean;
  /** Default `tfjsEngine()`. */
  readonly engine?: Engine;
  /** Aborting it ends the training after the present run of steps, as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Steps between two looks at callbacks and the event loop, at least 1; by default what takes about 25 ms. */
  readonly stepsPerExecution?: number;
}

/** How a training ended. */
export type FitOutcome =
  | { readonly status: 'completed' }
  /** A callback ended it. */
  | { readonly status: 'stopped'; readonly reason: string }
  /** The signal aborted it. */
  | { readonly status: 'interrupted' };

export type FitResult = FitOutcome & {
  /** One record a finished epoch. */
  readonly history: readonly EpochRecord[];
};

/**
 * Trains a model; it ends with the trained weights, also when it was stopped or interrupted.
 *
 * Who owns what, while it runs:
 *
 * | what                              | owner                                            |
 * |-----------------------------------|--------------------------------------------------|
 * | pixels, labels                    | the caller; the engine may keep a copy           |
 * | order of the samples              | this loop: a permutation from (seed, epoch)      |
 * | augmented images                  | this loop: one buffer, filled anew each epoch,   |
 * |                                   | each image from (seed, epoch, sample)            |
 * | weights, optimizer slots          | the engine's session; the model gets them at the |
 * |                                   | end, and whenever a callback asks (`syncModel`)  |
 * | dropout masks                     | pure functions of (seed, layer, step)            |
 * | learning rate                     | this loop: the base rate times the schedule      |
 * | means of loss and accuracy        | this loop, summed step by step in order          |
 *
 * @throws RangeError for samples that don't fit the model, or an option out of its range
 * @throws UnsupportedError naming what the engine cannot run
 */
export async function fit(model: LayersModel, samples: Samples, options: FitOptions): Promise<FitResult> {
  const run = new FitRun(model, samples, options);
  const { engine = tfjsEngine(), validation, loss, globalClipNorm = null, seed = 0 } = options;
  for (const set of validation ? [samples, validation] : [samples]) {
    checkSamples(set, model);
    checkTargets(set, loss, model);
  }
  const { batchSize, optimizer } = run;
  const session = await engine.prepare(model, { loss, optimizer, batchSize, globalClipNorm, seed });
  try {
    const epochSamples = new AugmentedSamples(session, samples, options.augment ?? {}, seed);
    return await run.train(session, epochSamples, validation && (await session.load(validation)));
  } finally {
    await session.dispose();
  }
}

class FitRun {
  readonly optimizer: ReturnType<typeof resolveOptimizer>;
  readonly batchSize: number;
  readonly #model: LayersModel;
  readonly #options: FitOptions;
  readonly #schedule: Schedule;
  readonly #stepsPerEpoch: number;
  readonly #pacer: StepPacer;
  readonly #history = historyRecorder();
  readonly #callbacks: readonly Callback[];
  #learningRate: number;
  #stopReason: string | undefined;

  constructor(model: LayersModel, samples: Samples, options: FitOptions) {
    const { epochs, batchSize = 32, globalClipNorm, stepsPerExecution } = options;
    checkCount('epochs', epochs);
    checkCount('batchSize', batchSize);
    if (stepsPerExecution !== undefined) checkCount('stepsPerExecution', stepsPerExecution);
    checkAugmentation(options.augment ?? {});
    if (globalClipNorm !== undefined && !(globalClipNorm > 0)) {
      throw new RangeError(`globalClipNorm is above 0; found ${globalClipNorm}`);
    }
    this.optimizer = resolveOptimizer(options.optimizer ?? 'adam', options.learningRate);
    this.batchSize = batchSize;
    this.#model = model;
    this.#options = options;
    this.#schedule = resolveSchedule(options.schedule ?? 'constant');
    this.#stepsPerEpoch = Math.ceil(samples.count / batchSize);
    this.#pacer = new StepPacer(stepsPerExecution);
    this.#callbacks = [this.#history, ...(options.callbacks ?? [])];
    this.#learningRate = this.optimizer.learningRate;
  }

  async train(
    session: EngineSession,
    samples: AugmentedSamples,
    validation?: LoadedSamples,
  ): Promise<FitResult> {
    const training = this.#training(session);
    for (const callback of this.#callbacks) await callback.onTrainBegin?.(training);
    for (let epoch = 1; epoch <= this.#options.epochs && !this.#ended; epoch++) {
      const record = await this.#epoch(epoch, session, samples, validation, training);
      if (!record) break;
      for (const callback of this.#callbacks) await callback.onEpochEnd?.(record, training);
    }
    await training.syncModel();
    const outcome = this.#outcome();
    for (const callback of this.#callbacks) await callback.onTrainEnd?.(outcome, training);
    return { ...outcome, history: [...this.#history.records] };
  }

  /** The epoch's record, or nothing when the training ended within it. */
  async #epoch(
    epoch: number,
    session: EngineSession,
    epochSamples: AugmentedSamples,
    validation: LoadedSamples | undefined,
    training: Training,
  ): Promise<EpochRecord | undefined> {
    const { seed = 0, shuffle = true, signal } = this.#options;
    const begin = performance.now();
    for (const callback of this.#callbacks) await callback.onEpochBegin?.(epoch, training);
    const samples = await epochSamples.load(epoch);
    const order = shuffle
      ? new RandomStream(seed, 'shuffle', epoch).permutation(samples.count)
      : Uint32Array.from({ length: samples.count }, (_, index) => index);
    const metrics = new MeanMetrics();

    for (let step = 0; step < this.#stepsPerEpoch;) {
      const steps = Math.min(this.#pacer.steps, this.#stepsPerEpoch - step);
      const firstStep = (epoch - 1) * this.#stepsPerEpoch + step;
      const slice = order.subarray(step * this.batchSize, (step + steps) * this.batchSize);
      const learningRates = Float64Array.from({ length: steps }, (_, i) => this.#rateAt(firstStep + i));
      const sliceBegin = performance.now();
      const { losses, correct } = await session.trainSteps(samples, {
        order: slice,
        learningRates,
        firstStep,
      });
      this.#pacer.measured(steps, performance.now() - sliceBegin);
      for (let i = 0; i < steps; i++) {
        metrics.add(Math.min(this.batchSize, slice.length - i * this.batchSize), losses[i]!, correct[i]!);
      }
      step += steps;
      const progress = { epoch, step, loss: metrics.loss, accuracy: metrics.accuracy };
      for (const callback of this.#callbacks) await callback.onTrainBatchEnd?.(progress, training);
      await yieldToEventLoop();
      if (this.#ended) return undefined;
    }

    const validated =
      validation && (await evaluateLoaded(session, validation, { batchSize: this.batchSize, signal }));
    if (signal?.aborted) return undefined;
    return {
      epoch,
      loss: metrics.loss,
      accuracy: metrics.accuracy,
      ...(validated && { valLoss: validated.loss, valAccuracy: validated.accuracy }),
      seconds: (performance.now() - begin) / 1000,
      learningRate: this.#rateAt(epoch * this.#stepsPerEpoch - 1),
    };
  }

  /** The learning rate of a step, counted from 0 over the whole run. */
  #rateAt(step: number): number {
    const length = { epochs: this.#options.epochs, stepsPerEpoch: this.#stepsPerEpoch };
    return this.#learningRate * scheduleFactor(this.#schedule, step, length);
  }

  get #ended(): boolean {
    return this.#stopReason !== undefined || this.#options.signal?.aborted === true;
  }

  #outcome(): FitOutcome {
    if (this.#stopReason !== undefined) return { status: 'stopped', reason: this.#stopReason };
    return { status: this.#options.signal?.aborted ? 'interrupted' : 'completed' };
  }

  #training(session: EngineSession): Training {
    const rate = {
      get: (): number => this.#learningRate,
      set: (value: number): void => {
        if (!(value > 0 && value < Infinity))
          throw new RangeError(`A learning rate is above 0; found ${value}`);
        this.#learningRate = value;
      },
    };
    return {
      model: this.#model,
      epochs: this.#options.epochs,
      stepsPerEpoch: this.#stepsPerEpoch,
      validated: this.#options.validation !== undefined,
      get learningRate() {
        return rate.get();
      },
      set learningRate(value) {
        rate.set(value);
      },
      stop: (reason) => {
        this.#stopReason ??= reason;
      },
      getWeights: () => session.getWeights(),
      setWeights: (weights) => session.setWeights(weights),
      syncModel: async () => writeWeights(this.#model, await session.getWeights()),
    };
  }
}
