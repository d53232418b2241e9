import type { Layer } from '@atelier/network';
import { PAD_PICTURES } from '../opcodes.ts';
import { layoutOf } from '../program/values.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { widened } from './widen.ts';

/** Zeros around a picture. */
export function zeroPadding2d(
  { name, config, outputShape }: Layer<'ZeroPadding2D'>,
  [input]: Inputs,
  context: OpContext,
): readonly Op[] {
  const { ops, value } = widened(name, input, context);
  const output = context.floats(outputShape, 'samples', value.gradient !== 0);
  const [[top], [left]] = config.padding;
  const [height = 1, width = 1] = value.shape;
  const [outHeight = 1, outWidth = 1] = outputShape;
  const { groups } = layoutOf(outputShape);
  const op: Op = {
    name,
    output,
    parameters: [],
    forward(program) {
      program.add({
        code: PAD_PICTURES,
        arguments: [value.values, height, width, groups, output.values, outHeight, outWidth, top, left],
        reads: [{ buffer: value.values, share: 'samples' }],
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    backward(program, written) {
      if (value.gradient === 0) return;
      const whole = [output.gradient, outHeight, outWidth, groups];
      program.add({
        code: PAD_PICTURES,
        arguments: [...whole, value.gradient, height, width, -top, -left],
        reads: [{ buffer: output.gradient, share: 'samples' }],
        writes: [{ buffer: value.gradient, share: 'samples' }],
      });
      written.record(value, 'samples');
    },
  };
  return [...ops, op];
}
