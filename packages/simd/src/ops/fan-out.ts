import type { Value } from '../program/values.ts';
import { addSum } from './add.ts';
import type { Op, OpContext } from './op.ts';

/**
 * A value for each of its readers. With several of them nobody may write over it, and each has a gradient of its own; they are added
 * up in the order of the readers.
 */
export function fanOut(
  name: string,
  value: Value,
  readers: number,
  context: OpContext,
): { readonly ops: readonly Op[]; readonly values: readonly Value[] } {
  if (readers < 2 || value.kind === 'pixels') {
    return { ops: [], values: Array.from({ length: readers }, () => value) };
  }
  const values = Array.from({ length: readers }, () => {
    const { gradient } = context.floats(value.shape, 'samples', value.gradient !== 0);
    return { ...value, gradient, kept: true };
  });
  const op: Op = {
    name: `${name}: sum of gradients`,
    output: value,
    parameters: [],
    forward() {},
    backward(program, written) {
      if (value.gradient === 0) return;
      addSum(
        program,
        values.map(({ gradient }) => gradient),
        value.gradient,
        value.groups,
      );
      written.record(value, 'samples');
    },
  };
  return { ops: [op], values };
}
