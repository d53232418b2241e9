import type { Callback, Training } from '../fit/callback.ts';
import { numberOf, weightsOf } from './state.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

/**
 * Ends a training whose loss is no longer a finite number, as Keras' `TerminateOnNaN`, and puts back at once the last
 * good weights: those of the last end of an epoch from which a finite loss came (at first, those that the training began
 * with). Callbacks that keep weights (`earlyStopping`, `saveBest`) stand after this one in the list, so that they never
 * keep what is not finite.
 */
export function terminateOnNaN(): Callback {
  let lastGood: readonly NamedTensor[];
  /** Of the last end of an epoch: good once a loss computed with them is finite. */
  let latest: readonly NamedTensor[];
  let diverged: boolean;

  const terminate = async (training: Training, what: string): Promise<void> => {
    diverged = true;
    await training.setWeights(lastGood);
    training.stop(`${what}; a lower learning rate than ${training.learningRate} may help`);
  };

  return {
    async onTrainBegin(training) {
      lastGood = await training.getWeights();
      latest = lastGood;
      diverged = false;
    },
    async onTrainBatchEnd({ losses, epoch, step }, training) {
      if (diverged) return;
      // Each step's own loss: how the steps are cut into runs must not matter.
      const broken = losses.findIndex((loss) => !Number.isFinite(loss));
      if (broken !== 0) lastGood = latest;
      if (broken < 0) return;
      const brokenStep = step - losses.length + broken + 1;
      await terminate(training, `the loss became ${losses[broken]} by step ${brokenStep} of epoch ${epoch}`);
    },
    async onEpochEnd({ epoch, valLoss }, training) {
      if (diverged) return;
      latest = await training.getWeights();
      // A step's loss is taken before its update: what the last one did shows only here.
      if (!latest.every(({ values }) => values.every(Number.isFinite))) {
        await terminate(training, `weights were not finite after epoch ${epoch}`);
      } else if (valLoss !== undefined && !Number.isFinite(valLoss)) {
        await terminate(training, `the validation loss became ${valLoss} in epoch ${epoch}`);
      }
    },
    state: () => ({ numbers: { diverged: Number(diverged) }, tensors: { lastGood, latest } }),
    restore(state, training) {
      diverged = numberOf(state, 'diverged') === 1;
      lastGood = weightsOf(state, 'lastGood', training);
      latest = weightsOf(state, 'latest', training);
    },
  };
}
