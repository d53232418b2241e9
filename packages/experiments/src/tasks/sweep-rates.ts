import { type Callback, fit, type FitOptions, type Samples } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrialContext } from './context.ts';

/**
 * One pass with a learning rate that grows by the same factor at every step.
 *
 * @returns `[rate, loss]` of each step: the batch's loss before the update with that rate. Ends where the loss is NaN.
 */
export async function sweepRates(
  model: LayersModel,
  train: Samples,
  options: FitOptions & { readonly batchSize: number },
  { from, to }: { readonly from: number; readonly to: number },
  onProgress: TrialContext['onProgress'],
): Promise<[rate: number, loss: number][]> {
  const { batchSize } = options;
  const steps: [number, number][] = [];
  let lossSum = 0;
  const sweep: Callback = {
    onTrainBatchEnd({ step, loss, accuracy }, training) {
      const seen = Math.min(step * batchSize, train.count);
      const batch = seen - (step - 1) * batchSize;
      steps.push([training.learningRate, (loss * seen - lossSum) / batch]);
      lossSum = loss * seen;
      if (step < training.stepsPerEpoch) {
        training.learningRate = from * (to / from) ** (step / (training.stepsPerEpoch - 1));
      }
      if (step % 32 === 0) {
        onProgress?.({ epoch: 1, epochs: 1, done: step / training.stepsPerEpoch, loss, accuracy });
      }
    },
  };
  await fit(model, train, {
    ...options,
    epochs: 1,
    learningRate: from,
    stepsPerExecution: 1,
    callbacks: [sweep],
  });
  return steps.filter(([, loss]) => Number.isFinite(loss));
}
