import type { Loss } from './loss.ts';

/** `-sum(target * log softmax(logits))`, for targets that are one-hot or soft */
export const categoricalCrossentropy: Loss<'categoricalCrossentropy'> = {
  name: 'categoricalCrossentropy',
  shortName: 'one-hot',
  summary: 'cross-entropy with rows of targets, one-hot unless given',
  output: 'softmax',
  reads: 'targets',
};
