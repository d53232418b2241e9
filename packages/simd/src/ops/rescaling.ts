import type { Layer } from '@atelier/network';
import { AFFINE } from '../opcodes.ts';
import { changed, changeGradient, changeValues } from './elementwise.ts';
import type { Inputs, Op, OpContext } from './op.ts';

/** `x * scale + offset`. On pixels it costs nothing: it is folded into the table of their values. */
export function rescaling(
  { name, config: { scale, offset } }: Layer<'Rescaling'>,
  [input]: Inputs,
  context: OpContext,
): readonly Op[] {
  if (input.kind === 'pixels') {
    const output = { ...input, scale: input.scale * scale, offset: input.offset * scale + offset };
    return [{ name, output, parameters: [], forward() {}, backward() {} }];
  }
  const output = changed(input, false, context);
  return [
    {
      name,
      output,
      parameters: [],
      forward(program) {
        changeValues(program, AFFINE, input, output, [{ float32: scale }, { float32: offset }]);
      },
      backward(program, written) {
        changeGradient(program, AFFINE, input, input.gradient, written, [{ float32: scale }, { float32: 0 }]);
      },
    },
  ];
}
