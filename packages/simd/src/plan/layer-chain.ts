import { UnsupportedError } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Layer, unsupported } from './layer-config.ts';

/**
 * A model's layers from input to output, without its input layer.
 *
 * @throws UnsupportedError when they don't form one chain from one input to one output
 */
export function layerChain(model: LayersModel): readonly Layer[] {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new UnsupportedError(
      `The simd engine takes models of one input and one output; found ${model.inputs.length} and ${model.outputs.length}`,
    );
  }
  const chain: Layer[] = [];
  let tensor = model.outputs[0];
  while (tensor && tensor.sourceLayer.getClassName() !== 'InputLayer') {
    const layer = tensor.sourceLayer;
    if (chain.includes(layer))
      throw unsupported(layer, 'is used twice, which the simd engine does not compile');
    chain.unshift(layer);
    const input = layer.getInputAt(tensor.nodeIndex);
    if (Array.isArray(input))
      throw unsupported(layer, 'joins several inputs, which the simd engine does not compile');
    tensor = input;
  }
  return chain;
}
