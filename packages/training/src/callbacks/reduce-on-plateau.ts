import type { Callback } from './callback.ts';
import { Monitor, type MonitoredMetric } from './monitor.ts';

export interface ReduceOnPlateauOptions {
  /** Default `valLoss`, or `loss` without validation. */
  readonly monitor?: MonitoredMetric;
  /** What the learning rate is multiplied by, in (0, 1). Default 0.1. */
  readonly factor?: number;
  /** Epochs without an improvement after which the rate falls, at least 1. Default 10. */
  readonly patience?: number;
  /** An improvement is larger than this. Default 1e-4. */
  readonly minDelta?: number;
  /** Epochs after a fall in which none are counted. Default 0. */
  readonly cooldown?: number;
  /** The rate never falls below this. Default 0. */
  readonly minLearningRate?: number;
}

/** Lowers the learning rate when a metric no longer improves, as Keras' `ReduceLROnPlateau`. */
export function reduceOnPlateau(options: ReduceOnPlateauOptions = {}): Callback {
  const { factor = 0.1, patience = 10, minDelta = 1e-4, cooldown = 0, minLearningRate = 0 } = options;
  if (!(factor > 0 && factor < 1)) throw new RangeError(`factor is in (0, 1); found ${factor}`);
  if (!Number.isInteger(patience) || patience < 1) {
    throw new RangeError(`patience is a number of epochs, at least 1; found ${patience}`);
  }
  let monitor: Monitor;
  let epochsSinceBest: number;
  let cooldownLeft: number;

  return {
    onTrainBegin(training) {
      monitor = new Monitor(training, options.monitor, minDelta);
      epochsSinceBest = 0;
      cooldownLeft = 0;
    },
    onEpochEnd(record, training) {
      if (cooldownLeft > 0) {
        cooldownLeft--;
        epochsSinceBest = 0;
      }
      if (monitor.improves(record)) {
        epochsSinceBest = 0;
      } else if (cooldownLeft === 0 && ++epochsSinceBest >= patience) {
        training.learningRate = Math.max(training.learningRate * factor, minLearningRate);
        cooldownLeft = cooldown;
        epochsSinceBest = 0;
      }
    },
  };
}
