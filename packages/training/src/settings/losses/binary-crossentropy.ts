import type { Loss } from './loss.ts';

/** `max(z, 0) - z * label + log(1 + exp(-|z|))`, for the logit `z` of class 1 and labels 0 or 1 */
export const binaryCrossentropy: Loss<'binaryCrossentropy'> = {
  name: 'binaryCrossentropy',
  shortName: 'binary',
  summary: 'cross-entropy of two classes, with a single sigmoid output',
  output: 'sigmoid',
  reads: 'labels',
};
