import { type layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/** A layer's output, of one value or of several. */
export function applyLayer(
  layer: layers.Layer,
  to: SymbolicTensor | readonly SymbolicTensor[],
): SymbolicTensor {
  const output = layer.apply(to instanceof SymbolicTensor ? to : [...to]);
  if (!(output instanceof SymbolicTensor))
    throw new TypeError(`The layer ${layer.name} has one symbolic output`);
  return output;
}
