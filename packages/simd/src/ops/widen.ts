import { BYTES_WIDEN, WIDEN_PICTURES } from '../opcodes.ts';
import type { KernelCall } from '../program/program.ts';
import { type FloatValue, layoutOf, type PixelValue, shareOf, type Value } from '../program/values.ts';
import type { Op, OpContext } from './op.ts';

/** Pixels as floats, for ops that don't read bytes. No op when the value is floats already. */
export function widened(
  name: string,
  input: Value,
  context: OpContext,
): { readonly ops: readonly Op[]; readonly value: FloatValue } {
  if (input.kind === 'floats') return { ops: [], value: input };
  const value = context.floats(input.shape, input.shape.length > 1 ? 'samples' : 'units', false);
  const call = widenCall(input, value, context.pixelTable(input));
  const op: Op = {
    name: `${name}: bytes to floats`,
    output: value,
    parameters: [],
    forward(program) {
      program.add(call);
    },
    backward() {},
  };
  return { ops: [op], value };
}

function widenCall({ shape }: PixelValue, { values, groups, split }: FloatValue, table: number): KernelCall {
  const writes = [{ buffer: values, share: shareOf(split, groups) }];
  const { pixels, channels, groups: ofPixel } = layoutOf(shape);
  if (split === 'units') {
    return { code: BYTES_WIDEN, arguments: [values, channels, groups, table], reads: [], writes };
  }
  // As pictures of one row, without a border.
  const size = [1, pixels, channels, ofPixel * 4];
  return {
    code: WIDEN_PICTURES,
    arguments: [values, table, ...size, 0, 0, 1, pixels, groups * 16],
    reads: [],
    writes,
  };
}
