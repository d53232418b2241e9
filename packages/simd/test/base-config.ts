import type { TrainingConfig } from '@atelier/training';

/** Plain gradient descent, for tests to vary. */
export const baseConfig: TrainingConfig = {
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { name: 'sgd', learningRate: 0.1 },
  batchSize: 8,
  globalClipNorm: null,
  seed: 0,
};
