import type { Layer } from '@atelier/network';
import { RESHAPE } from '../opcodes.ts';
import { layoutOf } from '../program/values.ts';
import type { Inputs, Op, OpContext } from './op.ts';

/**
 * Flatten and Reshape: another shape for the same numbers, which are row-major throughout. Nothing moves, unless the padding of the
 * last axis lies elsewhere.
 */
export function reshape(
  { name, outputShape }: Layer<'Flatten' | 'Reshape'>,
  [input]: Inputs,
  context: OpContext,
): readonly Op[] {
  const [from, to] = [layoutOf(input.shape), layoutOf(outputShape)];
  const unpadded = [from, to].every(({ channels }) => channels % 4 === 0);
  if (input.kind === 'pixels' || unpadded || from.channels === to.channels) {
    return [{ name, output: { ...input, shape: outputShape }, parameters: [], forward() {}, backward() {} }];
  }
  const output = context.floats(outputShape, 'samples', input.gradient !== 0);
  const op: Op = {
    name,
    output,
    parameters: [],
    forward(program) {
      program.add({
        code: RESHAPE,
        arguments: [input.values, from.pixels, from.channels, output.values, to.pixels, to.channels],
        reads: [{ buffer: input.values, share: 'samples' }],
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    backward(program, written) {
      if (input.gradient === 0) return;
      program.add({
        code: RESHAPE,
        arguments: [output.gradient, to.pixels, to.channels, input.gradient, from.pixels, from.channels],
        reads: [{ buffer: output.gradient, share: 'samples' }],
        writes: [{ buffer: input.gradient, share: 'samples' }],
      });
      written.record(input, 'samples');
    },
  };
  return [op];
}
