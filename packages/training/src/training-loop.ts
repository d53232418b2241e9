import { RandomStream } from '@atelier/random';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Callback, Training } from './callbacks/callback.ts';
import { historyRecorder } from './callbacks/history.ts';
import type { EngineSession, LoadedSamples } from './engine.ts';
import type { EpochSamples } from './epoch-samples.ts';
import type { FitOutcome, FitResult } from './fit.ts';
import type { FitSettings } from './fit-options.ts';
import type { EpochRecord } from './history.ts';
import { MeanMetrics } from './metrics.ts';
import { evaluateLoaded } from './run-batches.ts';
import { scheduleFactor } from './schedule.ts';
import { StepPacer, yieldToEventLoop } from './step-pacer.ts';
import { writeWeights } from './weights.ts';

/** Goes through the epochs of one training: orders samples, sets learning rates, calls callbacks. */
export class TrainingLoop {
  readonly #model: LayersModel;
  readonly #session: EngineSession;
  readonly #settings: FitSettings;
  readonly #samples: EpochSamples;
  readonly #validation: LoadedSamples | undefined;
  readonly #stepsPerEpoch: number;
  readonly #pacer: StepPacer;
  readonly #history = historyRecorder();
  readonly #callbacks: readonly Callback[];
  readonly #training: Training;
  /** Before the schedule's factor. */
  #learningRate: number;
  #stopReason: string | undefined;

  /** The session and the samples stay the caller's to free. */
  constructor(
    model: LayersModel,
    session: EngineSession,
    settings: FitSettings,
    samples: EpochSamples,
    validation: LoadedSamples | undefined,
  ) {
    this.#model = model;
    this.#session = session;
    this.#settings = settings;
    this.#samples = samples;
    this.#validation = validation;
    this.#stepsPerEpoch = Math.ceil(samples.count / settings.batchSize);
    this.#pacer = new StepPacer(settings.stepsPerExecution);
    this.#callbacks = [this.#history, ...settings.callbacks];
    this.#learningRate = settings.optimizer.learningRate;
    this.#training = this.#viewForCallbacks();
  }

  async run(): Promise<FitResult> {
    const training = this.#training;
    for (const callback of this.#callbacks) await callback.onTrainBegin?.(training);
    for (let epoch = 1; epoch <= this.#settings.epochs && !this.#ended; epoch++) {
      const record = await this.#epoch(epoch);
      if (!record) break;
      for (const callback of this.#callbacks) await callback.onEpochEnd?.(record, training);
    }
    await training.syncModel();
    const outcome = this.#outcome();
    for (const callback of this.#callbacks) await callback.onTrainEnd?.(outcome, training);
    return { ...outcome, history: [...this.#history.records] };
  }

  /** The epoch's record, or nothing when the training ended within it. */
  async #epoch(epoch: number): Promise<EpochRecord | undefined> {
    const { batchSize, signal } = this.#settings;
    const begin = performance.now();
    for (const callback of this.#callbacks) await callback.onEpochBegin?.(epoch, this.#training);
    if (this.#ended) return undefined;
    const samples = await this.#samples.load(epoch);
    const order = this.#order(epoch);
    const metrics = new MeanMetrics();
    let learningRate = Number.NaN;

    for (let step = 0; step < this.#stepsPerEpoch;) {
      const steps = Math.min(this.#pacer.steps, this.#stepsPerEpoch - step);
      const firstStep = (epoch - 1) * this.#stepsPerEpoch + step;
      const slice = order.subarray(step * batchSize, (step + steps) * batchSize);
      const learningRates = Float64Array.from({ length: steps }, (_, i) => this.#rateAt(firstStep + i));
      const sliceBegin = performance.now();
      const { losses, correct } = await this.#session.trainSteps(samples, {
        order: slice,
        learningRates,
        firstStep,
      });
      this.#pacer.measured(steps, performance.now() - sliceBegin);
      for (let i = 0; i < steps; i++) {
        metrics.add(Math.min(batchSize, slice.length - i * batchSize), losses[i]!, correct[i]!);
      }
      step += steps;
      learningRate = learningRates[steps - 1]!;
      const progress = { epoch, step, loss: metrics.loss, accuracy: metrics.accuracy };
      for (const callback of this.#callbacks) await callback.onTrainBatchEnd?.(progress, this.#training);
      await yieldToEventLoop();
      if (this.#ended) return undefined;
    }

    const validated =
      this.#validation && (await evaluateLoaded(this.#session, this.#validation, { batchSize, signal }));
    if (signal?.aborted) return undefined;
    return {
      epoch,
      loss: metrics.loss,
      accuracy: metrics.accuracy,
      ...(validated && { valLoss: validated.loss, valAccuracy: validated.accuracy }),
      seconds: (performance.now() - begin) / 1000,
      learningRate,
    };
  }

  #order(epoch: number): Uint32Array {
    const { count } = this.#samples;
    return this.#settings.shuffle
      ? new RandomStream(this.#settings.seed, 'shuffle', epoch).permutation(count)
      : Uint32Array.from({ length: count }, (_, index) => index);
  }

  /** The learning rate of a step, counted from 0 over the whole run. */
  #rateAt(step: number): number {
    const { schedule, epochs } = this.#settings;
    const length = { epochs, stepsPerEpoch: this.#stepsPerEpoch };
    return this.#learningRate * scheduleFactor(schedule, step, length);
  }

  get #ended(): boolean {
    return this.#stopReason !== undefined || this.#settings.signal?.aborted === true;
  }

  #outcome(): FitOutcome {
    if (this.#stopReason !== undefined) return { status: 'stopped', reason: this.#stopReason };
    return { status: this.#settings.signal?.aborted ? 'interrupted' : 'completed' };
  }

  #viewForCallbacks(): Training {
    const session = this.#session;
    const rate = {
      get: (): number => this.#learningRate,
      set: (value: number): void => {
        if (!(value > 0 && value < Infinity)) {
          throw new RangeError(`A learning rate is above 0; found ${value}`);
        }
        this.#learningRate = value;
      },
    };
    return {
      model: this.#model,
      epochs: this.#settings.epochs,
      stepsPerEpoch: this.#stepsPerEpoch,
      validated: this.#validation !== undefined,
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
