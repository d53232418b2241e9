import { oneHot, tensor1d } from '@tensorflow/tfjs-core';
import { crossentropy } from './crossentropy.ts';
import type { LossFromLogits } from './loss-from-logits.ts';

export const sparseCategoricalCrossentropy: LossFromLogits = (logits, { labels }, smoothing) =>
  crossentropy(oneHot(tensor1d(labels, 'int32'), logits.shape[1]), logits, smoothing);
