import { type Layer, outputShape, textOption, unsupported } from '../plan/layer-config.ts';
import type { Value } from '../plan/values.ts';
import type { Op } from './op.ts';

/** Flatten and Reshape: another shape for the same numbers, which are row-major throughout. */
export function reshape(layer: Layer, input: Value): readonly Op[] {
  if (textOption(layer, 'dataFormat', 'channelsLast') !== 'channelsLast') {
    throw unsupported(
      layer,
      'has dataFormat channelsFirst, which moves numbers; the simd engine has channels last',
    );
  }
  const output = { ...input, shape: outputShape(layer) };
  return [{ name: layer.name, output, parameters: [], forward() {}, backward: (_, split) => split }];
}
