import type {
  BatchProgress,
  Callback,
  Checkpoint,
  EpochRecord,
  FitResult,
  Training,
} from '@atelier/training';
import type { Progress, RunEnding } from '../messages.ts';
import type { RateChange } from '../settings/settings.ts';
import type { RunControls } from './run-controls.ts';
import type { Turns } from './turns.ts';

/** Milliseconds between two progress reports: as fast as an eye can follow. */
const progressInterval = 125;
/** Least milliseconds between two views of the model. */
const lookInterval = 800;
/** The share of the time that views of the model may take. */
const lookShare = 0.04;

export interface DeskOptions {
  readonly controls: RunControls;
  readonly turns: Turns;
  readonly batchSize: number;
  readonly samples: number;
  readonly rateChanges: readonly RateChange[];
  readonly report: {
    progress(progress: Progress): void;
    paused(): void;
    resumed(): void;
    epoch(record: EpochRecord): Promise<void>;
    rateSet(change: RateChange): void;
    /** A view of the model during training. */
    look(): Promise<void>;
  };
}

/**
 * The callback between a run and the page: reports progress, yields to other work, pauses, changes the rate.
 * Of what it does only rate changes affect the result; they happen between epochs so that a link can repeat them.
 */
export class Desk implements Callback {
  readonly #options: DeskOptions;
  readonly #rates: RateChange[];
  #training: Training | undefined;
  /** The one in progress; 0 before the first. */
  #epoch = 0;
  #finishedEpochs = 0;
  /** A rate that was set before any epoch was in progress. */
  #early: number | undefined;
  #lastProgress = -Infinity;
  #nextLook = 0;
  /** Time and step from which the pace is measured; the step is known from the first batch on. */
  #paceMark: { time: number; step: number | undefined } = { time: 0, step: undefined };
  /** Milliseconds of the current epoch spent on other things. */
  #idle = 0;
  /** Those before its last step. */
  #idleBefore = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#rates = [...options.rateChanges];
  }

  /** The running training; jobs read the model through it. */
  get training(): Training | undefined {
    return this.#training;
  }

  /** The epoch that ends next, from 1. */
  get nextEpochEnd(): number {
    return this.#finishedEpochs + 1;
  }

  /** The rate applies from the next epoch on, and replaces one set before for that epoch. */
  setLearningRate(learningRate: number): void {
    if (this.#epoch === 0) {
      this.#early = learningRate;
      return;
    }
    const epoch = this.#epoch + 1;
    if (this.#training && epoch > this.#training.epochs) return;
    const change = { epoch, learningRate };
    this.#rates.splice(0, this.#rates.length, ...this.#rates.filter((rate) => rate.epoch < epoch), change);
    this.#options.report.rateSet(change);
  }

  /** @param base the learning rate that the run began with */
  ending(outcome: FitResult, base: number): RunEnding {
    const learningRate = this.#training?.learningRate ?? base;
    if (outcome.status === 'diverged') {
      const { status, epoch, step, loss } = outcome;
      return { status, epoch, step, loss: String(loss), learningRate };
    }
    const statuses = { completed: 'completed', stopped: 'stopped-early', interrupted: 'stopped' } as const;
    const status = statuses[outcome.status];
    return { status, ...(outcome.warning && { warning: { ...outcome.warning, learningRate } }) };
  }

  /** A checkpoint whose epoch has taken what its training took, as in the records. */
  timed(checkpoint: Checkpoint): Checkpoint {
    const { partial } = checkpoint;
    if (partial.step === 0) return checkpoint;
    return { ...checkpoint, partial: { ...partial, seconds: partial.seconds - this.#idleBefore / 1000 } };
  }

  /** The run has ended, and its model is final. */
  leave(): void {
    this.#training = undefined;
  }

  onTrainBegin(training: Training): void {
    this.#training = training;
    this.#finishedEpochs = training.history.length;
  }

  onEpochBegin(epoch: number, training: Training): void {
    this.#epoch = epoch;
    this.#idle = 0;
    this.#paceMark = { time: performance.now(), step: undefined };
    for (const change of this.#rates) {
      if (change.epoch === epoch) training.learningRate = change.learningRate;
    }
    if (this.#early === undefined) return;
    this.setLearningRate(this.#early);
    this.#early = undefined;
  }

  async onTrainBatchEnd(batch: BatchProgress, training: Training): Promise<void> {
    this.#idleBefore = this.#idle;
    // An epoch that is continued does not begin at its first step.
    this.#paceMark.step ??= batch.step - batch.losses.length;
    // The run has diverged, and ends.
    if (!Number.isFinite(batch.loss)) return;
    this.#reportProgress(batch, training);
    await this.#away(async () => {
      await this.#options.turns.drain();
      await this.#pauseIfAsked(batch.step);
      await this.#lookNowAndThen();
    });
  }

  async onEpochEnd(record: EpochRecord, training: Training): Promise<void> {
    const { controls, report } = this.#options;
    this.#finishedEpochs = record.epoch;
    await report.epoch({ ...record, seconds: record.seconds - this.#idle / 1000 });
    if (controls.pauseAfter === record.epoch) controls.pause();
    // After the last epoch there is nothing to pause.
    if (record.epoch < training.epochs) await this.#pauseIfAsked(0);
  }

  #reportProgress({ epoch, step, loss, accuracy }: BatchProgress, training: Training): void {
    const time = performance.now();
    if (time - this.#lastProgress < progressInterval && step < training.stepsPerEpoch) return;
    this.#lastProgress = time;
    const { batchSize, samples, report } = this.#options;
    const { time: since, step: from = 0 } = this.#paceMark;
    const images = Math.min(step * batchSize, samples) - from * batchSize;
    const seconds = (time - since) / 1000;
    report.progress({
      epoch,
      epochs: training.epochs,
      step,
      stepsPerEpoch: training.stepsPerEpoch,
      loss,
      accuracy,
      imagesPerSecond: images / seconds,
    });
  }

  async #lookNowAndThen(): Promise<void> {
    const begin = performance.now();
    if (begin < this.#nextLook) return;
    await this.#options.report.look();
    const end = performance.now();
    this.#nextLook = end + Math.max(lookInterval, (end - begin) / lookShare);
  }

  async #pauseIfAsked(step: number): Promise<void> {
    const { controls, turns, report } = this.#options;
    if (!controls.paused) return;
    await report.look();
    report.paused();
    while (controls.paused) {
      await turns.arrival();
      await turns.drain();
    }
    if (controls.signal.aborted) return;
    this.#paceMark = { time: performance.now(), step };
    report.resumed();
  }

  /** Excludes this time from the epoch's time. */
  async #away(work: () => Promise<void>): Promise<void> {
    const begin = performance.now();
    const { time } = this.#paceMark;
    await work();
    const taken = performance.now() - begin;
    this.#idle += taken;
    // A pause has set a new mark.
    if (this.#paceMark.time === time) this.#paceMark = { ...this.#paceMark, time: time + taken };
  }
}
