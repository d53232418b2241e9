import type { Argument, Program } from '../program/program.ts';
import type { WrittenGradients } from '../program/written-gradients.ts';
import { type FloatValue, shareOf, splitCode } from '../program/values.ts';
import type { OpContext } from './op.ts';

/** Where an elementwise op puts its output: over its input, unless that is still needed. */
export function changed(input: FloatValue, kept: boolean, context: OpContext): FloatValue {
  const values = input.kept ? roomLike(input, context) : input.values;
  return { ...input, values, kept, rectified: false };
}

/** A new buffer for numbers that lie as a value's do. */
export function roomLike(value: FloatValue, { floats }: OpContext): number {
  return floats(value.shape, value.split, false).values;
}

/** Adds an elementwise kernel call from input to output; `also` are written in the same layout. */
export function changeValues(
  program: Program,
  code: number,
  input: FloatValue,
  output: FloatValue,
  rest: readonly Argument[],
  also: readonly number[] = [],
): void {
  const share = shareOf(output.split, output.groups);
  program.add({
    code,
    arguments: [input.values, output.values, output.groups, splitCode(output.split), ...rest],
    reads: [{ buffer: input.values, share }],
    writes: [output.values, ...also].map((buffer) => ({ buffer, share })),
  });
}

/** Adds an elementwise kernel call that changes a gradient in place, using numbers of the same layout at `read`. */
export function changeGradient(
  program: Program,
  code: number,
  value: FloatValue,
  read: number,
  written: WrittenGradients,
  rest: readonly Argument[] = [],
): void {
  const { gradient, groups } = value;
  if (gradient === 0) return;
  const split = written.splitOf(value);
  const share = shareOf(split, groups);
  program.add({
    code,
    arguments: [gradient, read, groups, splitCode(split), ...rest],
    reads: [{ buffer: read, share }],
    writes: [{ buffer: gradient, share }],
  });
}
