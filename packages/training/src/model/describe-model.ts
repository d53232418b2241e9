import type { LayersModel } from '@tensorflow/tfjs-layers';
import { frozenLayersOf } from './layers-of.ts';

/**
 * A model's topology, as its `toJSON` gives it, except that the layers of a frozen model say that they are frozen: TensorFlow.js has that in
 * none of its fields.
 */
export function describeModel(model: LayersModel): unknown {
  const frozen = [...frozenLayersOf(model)];
  const own = frozen.map((layer) => Object.getOwnPropertyDescriptor(layer, 'getConfig'));
  for (const layer of frozen) {
    const getConfig = layer.getConfig.bind(layer);
    layer.getConfig = () => ({ ...getConfig(), trainable: false });
  }
  try {
    return model.toJSON(null, false);
  } finally {
    for (const [index, layer] of frozen.entries()) {
      const before = own[index];
      if (before) Object.defineProperty(layer, 'getConfig', before);
      else Reflect.deleteProperty(layer, 'getConfig');
    }
  }
}
