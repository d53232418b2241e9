import type { Layer } from '@atelier/network';
import type { Inputs, Op } from './op.ts';

/** Flatten and Reshape: another shape for the same numbers, which are row-major throughout. */
export function reshape({ name, outputShape }: Layer<'Flatten' | 'Reshape'>, [input]: Inputs): readonly Op[] {
  return [{ name, output: { ...input, shape: outputShape }, parameters: [], forward() {}, backward() {} }];
}
