import { BINARY_CROSSENTROPY } from '../opcodes.ts';
import type { LossKernel } from './loss-kernel.ts';

export const binaryCrossentropy: LossKernel = { code: BINARY_CROSSENTROPY, shape: () => [] };
