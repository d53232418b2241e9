import { RandomStream } from '@atelier/random';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Training } from './callback.ts';
import { DivergenceWatch } from './divergence-watch.ts';
import type { Checkpoint, PartialEpoch, TrainingSettings } from './checkpoint.ts';
import { CheckpointSchedule } from './checkpoint-schedule.ts';
import type { EngineSession, LoadedSamples } from '../engine/contract.ts';
import type { EpochSamples } from './epoch-samples.ts';
import type { Divergence, FitOutcome, FitResult } from './outcome.ts';
import type { FitSettings } from './fit-options.ts';
import type { EpochRecord } from './history.ts';
import { LearningRate } from './learning-rate.ts';
import { evaluateLoaded } from '../evaluate/run-batches.ts';
import { StepPacer, yieldToEventLoop } from '../engine/step-pacer.ts';
import { weightSpecs } from '../model/weights.ts';
import { TrainedWeights } from './trained-weights.ts';
import { MeanMetrics } from '../evaluate/mean-metrics.ts';
import { checkTensors } from '../model/named-tensor.ts';

/** What a loop works with. The caller frees the session and the samples. */
export interface LoopParts {
  readonly model: LayersModel;
  readonly session: EngineSession;
  readonly settings: FitSettings;
  /** What checkpoints record of the settings. */
  readonly fingerprint: TrainingSettings;
  readonly samples: EpochSamples;
  readonly validation: LoadedSamples | undefined;
}

/** An epoch before its first step. */
const untouched: PartialEpoch = {
  step: 0,
  samples: 0,
  lossSum: 0,
  correct: 0,
  seconds: 0,
  learningRate: Number.NaN,
};

/** Runs the epochs of one training: orders samples, sets learning rates, calls callbacks, saves checkpoints. */
export class TrainingLoop {
  readonly #parts: LoopParts;
  readonly #settings: FitSettings;
  readonly #stepsPerEpoch: number;
  readonly #pacer: StepPacer;
  readonly #history: EpochRecord[];
  readonly #training: Training;
  readonly #weights: TrainedWeights;
  readonly #learningRate: LearningRate;
  #stopReason: string | undefined;
  readonly #watch = new DivergenceWatch();
  #divergence: Divergence | undefined;
  /** Of the epoch after those in the history. */
  #partial: PartialEpoch;
  readonly #checkpoints: CheckpointSchedule;

  constructor(parts: LoopParts) {
    const { settings } = parts;
    const { resume } = settings;
    this.#parts = parts;
    this.#settings = settings;
    this.#stepsPerEpoch = Math.ceil(parts.samples.count / settings.batchSize);
    this.#pacer = new StepPacer(settings.stepsPerExecution);
    this.#history = [...(resume?.history ?? [])];
    this.#partial = resume?.partial ?? untouched;
    this.#learningRate = new LearningRate(settings.optimizer.learningRate, settings.schedule, {
      epochs: settings.epochs,
      stepsPerEpoch: this.#stepsPerEpoch,
    });
    this.#checkpoints = new CheckpointSchedule(settings.checkpoint);
    this.#weights = new TrainedWeights(parts.session, settings.average !== null);
    this.#training = this.#viewForCallbacks();
  }

  async run(): Promise<FitResult> {
    const { callbacks, epochs, resume } = this.#settings;
    const training = this.#training;
    if (resume) await this.#restoreSession(resume);
    for (const callback of callbacks) await callback.onTrainBegin?.(training);
    this.#watch.begin(await this.#weights.get());
    if (resume) await this.#restore(resume);
    while (this.#history.length < epochs && !this.#ended) {
      const record = await this.#epoch();
      if (!record) break;
      this.#history.push(record);
      this.#partial = untouched;
      for (const callback of callbacks) await callback.onEpochEnd?.(record, training);
      if (this.#checkpoints.isDue('epoch', this.#stepsDone)) await this.#save();
    }
    // An epoch that a callback stopped is repeated: its weights may no longer be those of its steps.
    if (!this.#divergence && (this.#stopReason === undefined || this.#partial.step === 0)) await this.#save();
    await training.syncModel();
    const outcome = this.#outcome();
    for (const callback of callbacks) await callback.onTrainEnd?.(outcome, training);
    return { ...outcome, history: [...this.#history] };
  }

  /** The record of the next epoch, or of the rest of it; `undefined` when the training ended within it. */
  async #epoch(): Promise<EpochRecord | undefined> {
    const { batchSize, callbacks, signal } = this.#settings;
    const { session, validation } = this.#parts;
    const epoch = this.#history.length + 1;
    const before = this.#partial;
    const begin = performance.now();
    const seconds = (): number => before.seconds + (performance.now() - begin) / 1000;
    if (before.step === 0) {
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, this.#training);
      // An abort by now ends the epoch after its first steps: no checkpoint is made after `onEpochBegin` at step 0.
      if (this.#stopReason !== undefined) return undefined;
    }
    const samples = await this.#parts.samples.load(session, epoch);
    const order = this.#order(epoch);
    const metrics = new MeanMetrics(before);

    for (let { step } = before; step < this.#stepsPerEpoch;) {
      const firstStep = (epoch - 1) * this.#stepsPerEpoch + step;
      const steps = Math.min(
        this.#pacer.steps,
        this.#stepsPerEpoch - step,
        this.#checkpoints.stepsUntilDue(firstStep),
      );
      const slice = order.subarray(step * batchSize, (step + steps) * batchSize);
      const learningRates = Float64Array.from({ length: steps }, (_, i) =>
        this.#learningRate.at(firstStep + i),
      );
      await this.#weights.takeBack();
      const sliceBegin = performance.now();
      const { losses, correct } = await session.trainSteps(samples, {
        order: slice,
        learningRates,
        firstStep,
      });
      this.#pacer.measured(steps, performance.now() - sliceBegin);
      for (let i = 0; i < steps; i++) {
        metrics.add(Math.min(batchSize, slice.length - i * batchSize), losses[i]!, correct[i]!);
      }
      step += steps;
      const broken = this.#watch.stepsEnd(losses);
      if (broken >= 0) await this.#diverge({ epoch, step: step - steps + broken + 1, loss: losses[broken]! });
      const progress = { epoch, step, loss: metrics.loss, accuracy: metrics.accuracy, losses };
      this.#partial = { step, ...metrics.sums, seconds: seconds(), learningRate: learningRates[steps - 1]! };
      for (const callback of callbacks) await callback.onTrainBatchEnd?.(progress, this.#training);
      const goesOn = this.#stopReason === undefined && !this.#divergence && step < this.#stepsPerEpoch;
      if (goesOn && this.#checkpoints.isDue('steps', this.#stepsDone)) await this.#save();
      await yieldToEventLoop();
      if (this.#ended) return undefined;
    }

    const validated =
      validation &&
      (await this.#weights.whileUsed(() => evaluateLoaded(session, validation, { batchSize, signal })));
    if (signal?.aborted) return undefined;
    const loss = this.#watch.epochEnd(await this.#weights.get(), validated?.loss);
    if (loss !== undefined) {
      await this.#diverge({ epoch, step: this.#stepsPerEpoch, loss });
      return undefined;
    }
    return {
      epoch,
      loss: metrics.loss,
      accuracy: metrics.accuracy,
      ...(validated && { valLoss: validated.loss, valAccuracy: validated.accuracy }),
      seconds: seconds(),
      learningRate: this.#partial.learningRate,
    };
  }

  #order(epoch: number): Uint32Array {
    const { count } = this.#parts.samples;
    return this.#settings.shuffle
      ? new RandomStream(this.#settings.seed, 'shuffle', epoch).permutation(count)
      : Uint32Array.from({ length: count }, (_, index) => index);
  }

  get #ended(): boolean {
    return (
      this.#divergence !== undefined ||
      this.#stopReason !== undefined ||
      this.#settings.signal?.aborted === true
    );
  }

  /** Called before the callbacks, so that none of them keeps these weights. */
  async #diverge(divergence: Divergence): Promise<void> {
    this.#divergence = divergence;
    await this.#weights.set(this.#watch.lastGood);
  }

  /** Steps that the whole run has taken. */
  get #stepsDone(): number {
    return this.#history.length * this.#stepsPerEpoch + this.#partial.step;
  }

  #save(): Promise<void> {
    return this.#checkpoints.save(this.#stepsDone, () => this.#checkpoint());
  }

  async #checkpoint(): Promise<Checkpoint> {
    const { checkpoint, callbacks } = this.#settings;
    const { session, fingerprint } = this.#parts;
    await this.#weights.takeBack();
    return {
      epoch: this.#history.length + 1,
      partial: this.#partial,
      history: [...this.#history],
      learningRate: this.#learningRate.base,
      stopReason: this.#stopReason ?? null,
      weights: await session.getWeights(),
      optimizerSlots: await session.getOptimizerSlots(),
      ...(this.#settings.average && { average: await session.getAverage() }),
      callbacks: [this.#watch.state(), ...callbacks.flatMap((callback) => callback.state?.() ?? [])],
      settings: fingerprint,
      context: checkpoint?.context ?? null,
    };
  }

  /** @throws RangeError when the checkpoint is of another model, or beyond this training's end */
  async #restoreSession({ weights, optimizerSlots, average = [], ...at }: Checkpoint): Promise<void> {
    const { epoch, history, partial } = at;
    if (epoch !== history.length + 1 || partial.step > this.#stepsPerEpoch) {
      throw new RangeError(
        `The checkpoint is at step ${partial.step} of epoch ${epoch}; there are ${history.length} epochs before it, of ${this.#stepsPerEpoch} steps`,
      );
    }
    if (history.length + Number(partial.step > 0) > this.#settings.epochs) {
      throw new RangeError(
        `The checkpoint is in epoch ${epoch}; this training has ${this.#settings.epochs} epochs`,
      );
    }
    checkTensors(weights, weightSpecs(this.#parts.model));
    await this.#weights.set(weights);
    await this.#parts.session.setOptimizerSlots(optimizerSlots);
    await this.#parts.session.setAverage(average);
  }

  /** Undoes what callbacks did when training, or the epoch, began: it had been done before the checkpoint. */
  async #restore(checkpoint: Checkpoint): Promise<void> {
    const { callbacks } = this.#settings;
    const training = this.#training;
    if (checkpoint.partial.step > 0) {
      for (const callback of callbacks) await callback.onEpochBegin?.(checkpoint.epoch, training);
    }
    const states = this.#watch.restore(checkpoint, this.#parts.model);
    const remembering = callbacks.filter((callback) => 'state' in callback);
    if (remembering.length !== states.length) {
      throw new RangeError(
        `The checkpoint holds the state of ${states.length} callbacks; this training has ${remembering.length} with a state`,
      );
    }
    for (const [index, callback] of remembering.entries()) {
      await callback.restore?.(states[index]!, training);
    }
    await this.#restoreSession(checkpoint);
    this.#learningRate.base = checkpoint.learningRate;
    this.#stopReason = checkpoint.stopReason ?? undefined;
    this.#checkpoints.markSaved(this.#stepsDone);
  }

  #outcome(): FitOutcome {
    if (this.#divergence) return { status: 'diverged', ...this.#divergence };
    if (this.#stopReason !== undefined) return { status: 'stopped', reason: this.#stopReason };
    return { status: this.#settings.signal?.aborted ? 'interrupted' : 'completed' };
  }

  #viewForCallbacks(): Training {
    const { model, validation } = this.#parts;
    const weights = this.#weights;
    const rate = this.#learningRate;
    return {
      model,
      epochs: this.#settings.epochs,
      stepsPerEpoch: this.#stepsPerEpoch,
      validated: validation !== undefined,
      history: this.#history,
      get learningRate() {
        return rate.base;
      },
      set learningRate(value) {
        rate.base = value;
      },
      stop: (reason) => {
        this.#stopReason ??= reason;
      },
      getWeights: () => weights.get(),
      setWeights: (values) => weights.set(values),
      syncModel: () => weights.writeTo(model),
    };
  }
}
