import { checkName, found } from '@atelier/checks';
import type { EpochRecord } from '../fit/history.ts';
import type { Training } from '../fit/callback.ts';

const metrics = ['loss', 'accuracy', 'valLoss', 'valAccuracy'] as const;

/** A metric of the history that a callback monitors. */
export type MonitoredMetric = (typeof metrics)[number];

/** @throws RangeError for a metric that no history has */
export function checkMetric(metric: MonitoredMetric | undefined): void {
  if (metric !== undefined) checkName('metric', metric, metrics);
}

/** @throws RangeError when the least improvement is not a number of at least 0 */
export function checkMinDelta(minDelta: number): void {
  if (!(typeof minDelta === 'number' && minDelta >= 0 && minDelta < Infinity)) {
    throw new RangeError(`minDelta is at least 0; found ${found(minDelta)}`);
  }
}

/** Remembers the best value of a metric: the lowest loss, or the highest accuracy. */
export class Monitor {
  readonly metric: MonitoredMetric;
  best: number;
  readonly #sign: 1 | -1;
  readonly #minDelta: number;

  /**
   * @param metric by default the validation loss, or the training loss of a training without validation
   * @param minDelta the least change that counts as an improvement
   * @throws RangeError when the training does not have the metric
   */
  constructor(training: Training, metric: MonitoredMetric | undefined, minDelta: number) {
    this.metric = metric ?? (training.validated ? 'valLoss' : 'loss');
    if (this.metric.startsWith('val') && !training.validated) {
      throw new RangeError(`${this.metric} cannot be monitored: this training has no validation`);
    }
    this.#sign = this.metric.endsWith('ccuracy') ? -1 : 1;
    this.#minDelta = minDelta;
    this.best = this.#sign * Infinity;
  }

  /** Whether the epoch is the best so far. NaN never is. */
  improves(record: EpochRecord): boolean {
    const value = record[this.metric] ?? Number.NaN;
    if (!(this.#sign * (this.best - value) > this.#minDelta)) return false;
    this.best = value;
    return true;
  }
}
