import { checkBoolean, checkCount, checkOptions } from '@atelier/checks';
import { kerasCallbackNames } from '../settings/keras-names.ts';
import type { Callback } from '../fit/callback.ts';
import { columnName } from '../fit/history.ts';
import { numberOf, weightsOf } from './state.ts';
import { checkMetric, checkMinDelta, Monitor, type MonitoredMetric } from './monitor.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

/** Options of `earlyStopping`. */
export interface EarlyStoppingOptions {
  /** Default `valLoss`, or `loss` without validation. */
  readonly monitor?: MonitoredMetric;
  /** Epochs without an improvement after which training ends, at least 1. */
  readonly patience: number;
  /** The least change that counts as an improvement. At least 0, default 0. */
  readonly minDelta?: number;
  /** Whether the model ends with the weights of its best epoch, whatever ends the training. Default true. */
  readonly restoreBestWeights?: boolean;
}

/**
 * Ends a training that no longer improves, like Keras' `EarlyStopping` (which restores the best weights only on request).
 *
 * @throws RangeError for an option out of range, or, when training begins, for a metric that the training does not have
 */
export function earlyStopping(options: EarlyStoppingOptions): Callback {
  checkOptions(
    'earlyStopping',
    options,
    { monitor: true, patience: true, minDelta: true, restoreBestWeights: true },
    kerasCallbackNames,
  );
  const { patience, minDelta = 0, restoreBestWeights = true } = options;
  checkMetric(options.monitor);
  checkCount('patience', patience);
  checkBoolean('restoreBestWeights', restoreBestWeights);
  checkMinDelta(minDelta);
  let monitor: Monitor;
  let epochsSinceBest: number;
  let bestWeights: readonly NamedTensor[] | undefined;

  return {
    onTrainBegin(training) {
      monitor = new Monitor(training, options.monitor, minDelta);
      epochsSinceBest = 0;
      bestWeights = undefined;
    },
    async onEpochEnd(record, training) {
      if (monitor.improves(record)) {
        epochsSinceBest = 0;
        if (restoreBestWeights) bestWeights = await training.getWeights();
      } else if (++epochsSinceBest >= patience) {
        training.stop(
          `${columnName(monitor.metric)} has not improved for ${patience} ${patience === 1 ? 'epoch' : 'epochs'}`,
        );
      }
    },
    async onTrainEnd(_, training) {
      // Whatever ended the training: an interrupted epoch has changed the weights too.
      if (!bestWeights) return;
      await training.setWeights(bestWeights);
      await training.syncModel();
    },
    state: () => ({
      numbers: { best: monitor.best, epochsSinceBest },
      ...(bestWeights && { tensors: { bestWeights } }),
    }),
    restore(state, training) {
      monitor.best = numberOf(state, 'best');
      epochsSinceBest = numberOf(state, 'epochsSinceBest');
      bestWeights = state.tensors?.['bestWeights'] && weightsOf(state, 'bestWeights', training);
    },
  };
}
