import type { LossName } from '@atelier/training';
import { binaryCrossentropy } from './binary-crossentropy.ts';
import { categoricalCrossentropy } from './categorical-crossentropy.ts';
import type { LossKernel } from './loss-kernel.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';

/** How this engine computes each loss. */
export const lossKernels: Record<LossName, LossKernel> = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
};
