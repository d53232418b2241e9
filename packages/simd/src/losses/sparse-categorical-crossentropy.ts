import { SPARSE_CROSSENTROPY } from '../opcodes.ts';
import type { LossKernel } from './loss-kernel.ts';

export const sparseCategoricalCrossentropy: LossKernel = {
  code: SPARSE_CROSSENTROPY,
  shape: ({ units, groups }) => [units, groups],
};
