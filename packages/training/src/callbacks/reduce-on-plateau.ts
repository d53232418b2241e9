import { checkCount, checkOptions, found } from '@atelier/checks';
import { kerasCallbackNames } from '../settings/keras-names.ts';
import type { Callback } from '../fit/callback.ts';
import { numberOf } from './state.ts';
import { checkMetric, checkMinDelta, Monitor, type MonitoredMetric } from './monitor.ts';

/** Options of `reduceOnPlateau`. */
export interface ReduceOnPlateauOptions {
  /** Default `valLoss`, or `loss` without validation. */
  readonly monitor?: MonitoredMetric;
  /** What the learning rate is multiplied by, in (0, 1). Default 0.1. */
  readonly factor?: number;
  /** Epochs without an improvement after which the rate falls, at least 1. Default 10. */
  readonly patience?: number;
  /** The least change that counts as an improvement. At least 0, default 1e-4. */
  readonly minDelta?: number;
  /** Epochs to wait after a fall before counting again. Default 0. */
  readonly cooldown?: number;
  /** The lowest rate, before a schedule's factor. At least 0, default 0. */
  readonly minLearningRate?: number;
}

/**
 * Lowers the learning rate when a metric no longer improves, like Keras' `ReduceLROnPlateau`. With a schedule, it lowers
 * what the schedule multiplies.
 *
 * @throws RangeError for an option out of range, or, when training begins, for a metric that the training does not have
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions = {}): Callback {
  checkOptions(
    'reduceOnPlateau',
    options,
    { monitor: true, factor: true, patience: true, minDelta: true, cooldown: true, minLearningRate: true },
    kerasCallbackNames,
  );
  const { factor = 0.1, patience = 10, minDelta = 1e-4, cooldown = 0, minLearningRate = 0 } = options;
  checkMetric(options.monitor);
  if (!(typeof factor === 'number' && factor > 0 && factor < 1)) {
    throw new RangeError(`factor is in (0, 1); found ${found(factor)}`);
  }
  checkCount('patience', patience);
  checkMinDelta(minDelta);
  if (!Number.isSafeInteger(cooldown) || cooldown < 0) {
    throw new RangeError(`cooldown is a whole number of epochs, at least 0; found ${found(cooldown)}`);
  }
  if (!(typeof minLearningRate === 'number' && minLearningRate >= 0 && minLearningRate < Infinity)) {
    throw new RangeError(`minLearningRate is at least 0; found ${found(minLearningRate)}`);
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
        const lowered = Math.max(training.learningRate * factor, minLearningRate);
        // A rate that started below the floor is left alone, as is one too small to be lowered.
        if (lowered > 0 && lowered < training.learningRate) {
          training.learningRate = lowered;
          cooldownLeft = cooldown;
          epochsSinceBest = 0;
        }
      }
    },
    state: () => ({ numbers: { best: monitor.best, epochsSinceBest, cooldownLeft } }),
    restore(state) {
      monitor.best = numberOf(state, 'best');
      epochsSinceBest = numberOf(state, 'epochsSinceBest');
      cooldownLeft = numberOf(state, 'cooldownLeft');
    },
  };
}
