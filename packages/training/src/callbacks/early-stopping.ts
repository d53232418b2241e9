import type { NamedTensor } from '../engine.ts';
import type { Callback } from './callback.ts';
import { Monitor, type MonitoredMetric } from './monitor.ts';

export interface EarlyStoppingOptions {
  /** Default `valLoss`, or `loss` without validation. */
  readonly monitor?: MonitoredMetric;
  /** Epochs without an improvement after which training ends, at least 1. */
  readonly patience: number;
  /** An improvement is larger than this. Default 0. */
  readonly minDelta?: number;
  /** Whether the model ends with the weights of its best epoch. Default true. */
  readonly restoreBestWeights?: boolean;
}

/** Ends a training that no longer improves, as Keras' `EarlyStopping`. */
export function earlyStopping(options: EarlyStoppingOptions): Callback {
  const { patience, minDelta = 0, restoreBestWeights = true } = options;
  if (!Number.isInteger(patience) || patience < 1) {
    throw new RangeError(`patience is a number of epochs, at least 1; found ${patience}`);
  }
  let monitor: Monitor;
  let epochsSinceBest: number;
  let best: { readonly epoch: number; readonly weights: readonly NamedTensor[] } | undefined;

  return {
    onTrainBegin(training) {
      monitor = new Monitor(training, options.monitor, minDelta);
      epochsSinceBest = 0;
      best = undefined;
    },
    async onEpochEnd(record, training) {
      if (monitor.improves(record)) {
        epochsSinceBest = 0;
        if (restoreBestWeights) best = { epoch: record.epoch, weights: await training.getWeights() };
      } else if (++epochsSinceBest >= patience) {
        training.stop(`${monitor.metric} has not improved for ${patience} epochs`);
      }
    },
    async onTrainEnd(_, training) {
      if (best && epochsSinceBest > 0) {
        await training.setWeights(best.weights);
        await training.syncModel();
      }
    },
  };
}
