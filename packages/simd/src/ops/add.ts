import type { Layer } from '@atelier/network';
import { ADD } from '../opcodes.ts';
import type { Program } from '../program/program.ts';
import type { FloatValue } from '../program/values.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { widened } from './widen.ts';

/** The sum of values of one shape, in their order. */
export function add({ name }: Layer<'Add'>, inputs: Inputs, context: OpContext): readonly Op[] {
  const wide = inputs.map((input) => widened(name, input, context));
  const values = wide.map(({ value }) => value);
  const [first] = values;
  if (!first) return [];
  const wanting = values.filter(({ gradient }) => gradient !== 0);
  // The sum's gradient is that of each summand: one of them has it without copying.
  const output: FloatValue = {
    ...context.floats(first.shape, 'samples', false),
    gradient: wanting[0]?.gradient ?? 0,
  };
  const op: Op = {
    name,
    output,
    parameters: [],
    forward(program) {
      addSum(
        program,
        values.map((value) => value.values),
        output.values,
        output.groups,
      );
    },
    backward(program, written) {
      for (const value of wanting.slice(1)) {
        addSum(program, [output.gradient], value.gradient, output.groups);
        written.record(value, 'samples');
      }
    },
  };
  return [...wide.flatMap(({ ops }) => ops), op];
}

/** Adds the call that writes the sum of `summands` to `sum`. */
export function addSum(program: Program, summands: readonly number[], sum: number, groups: number): void {
  program.add({
    code: ADD,
    arguments: [summands.length, groups, sum, 0, ...summands],
    reads: summands.map((buffer) => ({ buffer, share: 'samples' })),
    writes: [{ buffer: sum, share: 'samples' }],
  });
}
