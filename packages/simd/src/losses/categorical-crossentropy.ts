import { SOFT_CROSSENTROPY } from '../opcodes.ts';
import type { LossKernel } from './loss-kernel.ts';

export const categoricalCrossentropy: LossKernel = {
  code: SOFT_CROSSENTROPY,
  shape: ({ units, groups }) => [units, groups],
};
