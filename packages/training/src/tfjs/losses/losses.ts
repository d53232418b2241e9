import type { LossName } from '../../settings/losses/losses.ts';
import { binaryCrossentropy } from './binary-crossentropy.ts';
import { categoricalCrossentropy } from './categorical-crossentropy.ts';
import type { LossFromLogits } from './loss-from-logits.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';

/** How this engine computes each loss. */
export const lossesFromLogits: Record<LossName, LossFromLogits> = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
};
