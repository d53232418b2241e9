import { tensor2d } from '@tensorflow/tfjs-core';
import { crossentropy } from './crossentropy.ts';
import type { LossFromLogits } from './loss-from-logits.ts';

export const categoricalCrossentropy: LossFromLogits = (logits, { targets }, smoothing) =>
  crossentropy(tensor2d(targets, logits.shape), logits, smoothing);
