import { BYTES_WIDEN } from '../opcodes.ts';
import { type FloatValue, shareOf, sizeOf, type Value } from '../program/values.ts';
import type { Op, OpContext } from './op.ts';

/** Pixels as floats, for ops that don't read bytes. No op when the value is floats already. */
export function widened(
  name: string,
  input: Value,
  context: OpContext,
): { readonly ops: readonly Op[]; readonly value: FloatValue } {
  if (input.kind === 'floats') return { ops: [], value: input };
  const value = context.floats(input.shape, 'units', false);
  const table = context.pixelTable(input);
  const op: Op = {
    name: `${name}: bytes to floats`,
    output: value,
    parameters: [],
    forward(program) {
      program.add({
        code: BYTES_WIDEN,
        arguments: [value.values, sizeOf(input.shape), value.groups, table],
        reads: [],
        writes: [{ buffer: value.values, share: shareOf('units', value.groups) }],
      });
    },
    backward() {},
  };
  return { ops: [op], value };
}
