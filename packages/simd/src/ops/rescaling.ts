import { AFFINE } from '../opcodes.ts';
import { type Layer, numberOption } from '../plan/layer-config.ts';
import type { Value } from '../plan/values.ts';
import { changed, changeGradient, changeValues } from './elementwise.ts';
import type { Op, OpContext } from './op.ts';

/** `x * scale + offset`. On pixels it costs nothing: it becomes what their bytes mean. */
export function rescaling(layer: Layer, input: Value, context: OpContext): readonly Op[] {
  const scale = numberOption(layer, 'scale');
  const offset = numberOption(layer, 'offset');
  if (input.kind === 'pixels') {
    const output = { ...input, scale: input.scale * scale, offset: input.offset * scale + offset };
    return [{ name: layer.name, output, parameters: [], forward() {}, backward: (_, split) => split }];
  }
  const output = changed(input, false, context);
  return [
    {
      name: layer.name,
      output,
      parameters: [],
      forward(program) {
        changeValues(program, AFFINE, input, output, [{ float32: scale }, { float32: offset }]);
      },
      backward(program, split) {
        changeGradient(program, AFFINE, input, input.gradient, split, [{ float32: scale }, { float32: 0 }]);
        return split;
      },
    },
  ];
}
