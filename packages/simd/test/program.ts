import type { TrainingProgram } from '@atelier/training';

/** A program of plain gradient descent, for tests to vary. */
export const baseProgram: TrainingProgram = {
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { name: 'sgd', learningRate: 0.1 },
  batchSize: 8,
  globalClipNorm: null,
  seed: 0,
};
