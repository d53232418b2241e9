import type { NamedTensor } from '../engine.ts';
import type { Callback } from './callback.ts';

/**
 * Ends a training whose loss is no longer a finite number, and puts back the weights of the last epoch that ended with
 * a finite loss (at first, those that the training began with).
 */
export function terminateOnNaN(): Callback {
  let lastGood: readonly NamedTensor[];
  let diverged: boolean;

  return {
    async onTrainBegin(training) {
      lastGood = await training.getWeights();
      diverged = false;
    },
    onTrainBatchEnd({ loss, epoch, step }, training) {
      if (Number.isFinite(loss) || diverged) return;
      diverged = true;
      training.stop(
        `the loss became ${loss} by step ${step} of epoch ${epoch}; a lower learning rate than ${training.learningRate} may help`,
      );
    },
    async onEpochEnd(_, training) {
      if (!diverged) lastGood = await training.getWeights();
    },
    async onTrainEnd(_, training) {
      if (!diverged) return;
      await training.setWeights(lastGood);
      await training.syncModel();
    },
  };
}
