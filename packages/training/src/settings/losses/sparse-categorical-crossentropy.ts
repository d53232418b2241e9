import type { Loss } from './loss.ts';

/** `-log softmax(logits)[label]` */
export const sparseCategoricalCrossentropy: Loss<'sparseCategoricalCrossentropy'> = {
  name: 'sparseCategoricalCrossentropy',
  shortName: 'sparse',
  summary: 'cross-entropy with class indices',
  output: 'softmax',
  reads: 'labels',
};
