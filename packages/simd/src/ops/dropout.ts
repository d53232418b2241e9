import type { Layer } from '@atelier/network';
import { dropoutKey, dropoutThreshold } from '@atelier/training';
import { AFFINE, DROPOUT_BACKWARD, DROPOUT_FORWARD } from '../opcodes.ts';
import { layoutOf } from '../program/values.ts';
import { changed, changeGradient, changeValues, roomLike } from './elementwise.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { widened } from './widen.ts';

/** Inverted dropout with the masks of `dropout.ts` of `@atelier/training`: the kernel computes the same integers. */
export function dropout(
  { name, ordinal, config: { rate } }: Layer<'Dropout'>,
  [input]: Inputs,
  context: OpContext,
): readonly Op[] {
  if (rate === 0) return [];
  const { ops, value } = widened(name, input, context);
  const output = changed(value, false, context);
  const factors = roomLike(value, context);
  const key = dropoutKey(context.config.seed, ordinal);
  const op: Op = {
    name,
    output,
    parameters: [],
    forward(program, training) {
      if (training) {
        const { channels } = layoutOf(value.shape);
        const rest = [
          channels,
          { bits: key },
          { bits: dropoutThreshold(rate) },
          { float32: 1 / (1 - rate) },
          factors,
        ];
        changeValues(program, DROPOUT_FORWARD, value, output, rest, [factors]);
      } else if (output.values !== value.values) {
        changeValues(program, AFFINE, value, output, [{ float32: 1 }, { float32: 0 }]);
      }
    },
    backward(program, written) {
      changeGradient(program, DROPOUT_BACKWARD, value, factors, written);
    },
  };
  return [...ops, op];
}
