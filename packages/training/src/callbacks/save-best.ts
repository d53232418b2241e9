import { checkOptions, found } from '@atelier/checks';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { EpochRecord } from '../fit/history.ts';
import { kerasCallbackNames } from '../settings/keras-names.ts';
import type { Callback } from '../fit/callback.ts';
import { numberOf } from './state.ts';
import { checkMetric, Monitor, type MonitoredMetric } from './monitor.ts';

/** Options of `saveBest`. */
export interface SaveBestOptions {
  /** Default `valLoss`, or `loss` without validation. */
  readonly monitor?: MonitoredMetric;
  /** Called after every epoch that is the best so far; the model holds that epoch's weights. */
  readonly save: (model: LayersModel, record: EpochRecord) => void | Promise<void>;
}

/**
 * Saves the model whenever it is the best so far, like Keras' `ModelCheckpoint` with `save_best_only`.
 *
 * @throws RangeError when training begins, for a metric that the training does not have
 */
export function saveBest(options: SaveBestOptions): Callback {
  checkOptions('saveBest', options, { monitor: true, save: true }, kerasCallbackNames);
  checkMetric(options.monitor);
  if (typeof options.save !== 'function') {
    throw new TypeError(`saveBest takes a function as save; found ${found(options.save)}`);
  }
  let monitor: Monitor;
  return {
    onTrainBegin(training) {
      monitor = new Monitor(training, options.monitor, 0);
    },
    async onEpochEnd(record, training) {
      if (!monitor.improves(record)) return;
      await training.syncModel();
      await options.save(training.model, record);
    },
    state: () => ({ numbers: { best: monitor.best } }),
    restore(state) {
      monitor.best = numberOf(state, 'best');
    },
  };
}
