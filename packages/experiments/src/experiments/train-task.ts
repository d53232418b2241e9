import { type OptimizerName, resolveOptimizer } from '@atelier/training';
import type { PlanOptions } from '../plan-options.ts';
import type { TrainTask } from '../tasks/train.ts';

/** One part in six is validated on: 10,000 of Fashion-MNIST's 60,000 training images. The test images are not used for decisions. */
export const holdout: { readonly kind: 'holdout'; readonly fraction: number } = {
  kind: 'holdout',
  fraction: 1 / 6,
};

/** The default trial: `mlp-32` with a part of the training images held out. */
export function trainTask(
  { epochs, limit }: PlanOptions,
  difference: Partial<Omit<TrainTask, 'kind'>> = {},
): TrainTask {
  return {
    kind: 'train',
    hidden: [32],
    activation: 'relu',
    dropout: 0,
    l2: 0,
    optimizer: resolveOptimizer('adam'),
    schedule: { name: 'constant' },
    batchSize: 32,
    epochs,
    augment: {},
    data: { limit, validation: holdout, size: null },
    ...difference,
  };
}

/** An optimizer with a rate, its other settings Keras' defaults. */
export function optimizerAt(name: OptimizerName, learningRate?: number): TrainTask['optimizer'] {
  return resolveOptimizer(name, learningRate);
}

/** Training images that remain when the validation images are set aside. */
export function trainingCount({ limit }: PlanOptions): number {
  return limit - Math.round(limit * holdout.fraction);
}
