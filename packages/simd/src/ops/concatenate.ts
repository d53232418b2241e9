import type { Layer } from '@atelier/network';
import { MOVE_CHANNELS } from '../opcodes.ts';
import { type FloatValue, layoutOf } from '../program/values.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { widened } from './widen.ts';

/** Values side by side along the last axis, in their order. */
export function concatenate(
  { name, outputShape }: Layer<'Concatenate'>,
  inputs: Inputs,
  context: OpContext,
): readonly Op[] {
  const wide = inputs.map((input) => widened(name, input, context));
  const values = wide.map(({ value }) => value);
  const output = context.floats(
    outputShape,
    'samples',
    values.some(({ gradient }) => gradient !== 0),
  );
  const { pixels, channels } = layoutOf(outputShape);
  const parts = values.map((value, index) => {
    const before = values.slice(0, index).map(({ shape }) => layoutOf(shape).channels);
    return { value, first: before.reduce((sum, width) => sum + width, 0) };
  });
  const moved = (part: FloatValue, buffer: number, whole: number, first: number, joining: 0 | 1) => {
    const [from, to] = joining ? [buffer, whole] : [whole, buffer];
    return {
      code: MOVE_CHANNELS,
      arguments: [buffer, layoutOf(part.shape).channels, whole, channels, first, pixels, joining],
      reads: [{ buffer: from, share: 'samples' as const }],
      writes: [{ buffer: to, share: 'samples' as const }],
    };
  };
  const op: Op = {
    name,
    output,
    parameters: [],
    forward(program) {
      for (const { value, first } of parts) program.add(moved(value, value.values, output.values, first, 1));
    },
    backward(program, written) {
      for (const { value, first } of parts) {
        if (value.gradient === 0) continue;
        program.add(moved(value, value.gradient, output.gradient, first, 0));
        written.record(value, 'samples');
      }
    },
  };
  return [...wide.flatMap(({ ops }) => ops), op];
}
