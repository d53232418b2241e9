import { checkOptions, found } from '@atelier/checks';
import { kerasCallbackNames } from '../settings/keras-names.ts';
import type { BatchProgress, Callback } from '../fit/callback.ts';

/** Progress of a training, for a bar or a page to show. */
export interface ProgressUpdate extends Omit<BatchProgress, 'losses'> {
  /** Of the whole training. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Until the end of the epoch's training steps, estimated from its pace so far. */
  readonly secondsLeft: number;
}

/** Options of `progress`. */
export interface ProgressOptions {
  /** Called after a run of steps, at most once per `interval`. */
  readonly onUpdate: (update: ProgressUpdate) => void;
  /** Least milliseconds between updates; the last update of an epoch always comes. Default 100. */
  readonly interval?: number;
  /** Milliseconds, from any origin. Default `performance.now`. */
  readonly now?: () => number;
}

/**
 * Reports progress no more often than a screen can show it.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for a negative interval
 */
export function progress(options: ProgressOptions): Callback {
  checkOptions('progress', options, { onUpdate: true, interval: true, now: true }, kerasCallbackNames);
  if (typeof options.onUpdate !== 'function') {
    throw new TypeError(`progress takes a function as onUpdate; found ${found(options.onUpdate)}`);
  }
  const { interval = 100 } = options;
  if (!(typeof interval === 'number' && interval >= 0)) {
    throw new RangeError(`interval is a number of milliseconds, at least 0; found ${found(interval)}`);
  }
  const { onUpdate, now = () => performance.now() } = options;
  let epochBegin: number;
  let lastUpdate: number;
  /** Steps of the epoch that a resumed training had done before. */
  let firstStep: number | undefined;
  return {
    onTrainBegin() {
      lastUpdate = -Infinity;
    },
    onEpochBegin() {
      epochBegin = now();
      firstStep = undefined;
    },
    onTrainBatchEnd({ losses, ...batch }, { epochs, stepsPerEpoch }) {
      const time = now();
      firstStep ??= batch.step - losses.length;
      if (time - lastUpdate < interval && batch.step < stepsPerEpoch) return;
      lastUpdate = time;
      const secondsPerStep = (time - epochBegin) / 1000 / (batch.step - firstStep);
      onUpdate({
        ...batch,
        epochs,
        stepsPerEpoch,
        secondsLeft: secondsPerStep * (stepsPerEpoch - batch.step),
      });
    },
  };
}
