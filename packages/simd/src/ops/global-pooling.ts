import type { Layer } from '@atelier/network';
import {
  GLOBAL_AVERAGE_BACKWARD,
  GLOBAL_AVERAGE_FORWARD,
  GLOBAL_MAX_BACKWARD,
  GLOBAL_MAX_FORWARD,
} from '../opcodes.ts';
import { layoutOf } from '../program/values.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { widened } from './widen.ts';

/** The mean of each channel. */
export function globalAveragePooling2d(
  { name }: Layer<'GlobalAveragePooling2D'>,
  inputs: Inputs,
  context: OpContext,
): readonly Op[] {
  return globalPooling(name, inputs, context, false);
}

/** The greatest number of each channel; its gradient goes to the first that equals it. */
export function globalMaxPooling2d(
  { name }: Layer<'GlobalMaxPooling2D'>,
  inputs: Inputs,
  context: OpContext,
): readonly Op[] {
  return globalPooling(name, inputs, context, true);
}

function globalPooling(name: string, [input]: Inputs, context: OpContext, greatest: boolean): readonly Op[] {
  const { ops, value } = widened(name, input, context);
  const { pixels, channels, groups } = layoutOf(value.shape);
  const output = { ...context.floats([channels], 'samples', value.gradient !== 0), kept: greatest };
  const op: Op = {
    name,
    output,
    parameters: [],
    forward(program) {
      program.add({
        code: greatest ? GLOBAL_MAX_FORWARD : GLOBAL_AVERAGE_FORWARD,
        arguments: [value.values, pixels, groups, output.values],
        reads: [{ buffer: value.values, share: 'samples' }],
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    backward(program, written) {
      if (value.gradient === 0) return;
      const { values, gradient } = output;
      const size = [pixels, groups];
      program.add({
        code: greatest ? GLOBAL_MAX_BACKWARD : GLOBAL_AVERAGE_BACKWARD,
        arguments: greatest
          ? [value.values, ...size, values, gradient, value.gradient]
          : [gradient, ...size, value.gradient],
        reads: [...(greatest ? [value.values, values] : []), gradient].map((buffer) => ({
          buffer,
          share: 'samples',
        })),
        writes: [{ buffer: value.gradient, share: 'samples' }],
      });
      written.record(value, 'samples');
    },
  };
  return [...ops, op];
}
