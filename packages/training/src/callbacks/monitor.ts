import type { EpochRecord } from '../history.ts';
import type { Training } from './callback.ts';

/** A figure of the history that a callback watches. */
export type MonitoredMetric = 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy';

/** Remembers the best value of a metric: the lowest loss, or the highest accuracy. */
export class Monitor {
  readonly metric: MonitoredMetric;
  best: number;
  readonly #sign: 1 | -1;
  readonly #minDelta: number;

  /**
   * @param metric by default the validation loss, or the training loss of a training without validation
   * @param minDelta an improvement is larger than this
   * @throws RangeError when the training has no such metric
   */
  constructor(training: Training, metric: MonitoredMetric | undefined, minDelta: number) {
    this.metric = metric ?? (training.validated ? 'valLoss' : 'loss');
    if (this.metric.startsWith('val') && !training.validated) {
      throw new RangeError(`${this.metric} cannot be watched: this training has no validation`);
    }
    this.#sign = this.metric.endsWith('ccuracy') ? -1 : 1;
    this.#minDelta = minDelta;
    this.best = this.#sign * Infinity;
  }

  /** Whether the epoch is the best so far; NaN never is. */
  improves(record: EpochRecord): boolean {
    const value = record[this.metric] ?? Number.NaN;
    if (!(this.#sign * (this.best - value) > this.#minDelta)) return false;
    this.best = value;
    return true;
  }
}
