import type { LayersModel } from '@tensorflow/tfjs-layers';
import { frozenLayersOf, type Layer, layersOf } from './layers-of.ts';

type Config = ReturnType<Layer['getConfig']>;

/**
 * A model's topology, as its `toJSON` gives it, with what TensorFlow.js does not say: layers of a frozen model are frozen, and the
 * constraint of a depthwise kernel, in whose place it writes the kernel's regularizer.
 */
export function describeModel(model: LayersModel): unknown {
  const frozen = frozenLayersOf(model);
  const layers = layersOf(model);
  const own = layers.map((layer) => Object.getOwnPropertyDescriptor(layer, 'getConfig'));
  for (const layer of layers) {
    const getConfig = layer.getConfig.bind(layer);
    layer.getConfig = () => {
      const config: Config = { ...getConfig(), ...depthwiseConstraint(layer) };
      // An InputLayer has none.
      if ('trainable' in config && frozen.has(layer)) config['trainable'] = false;
      return config;
    };
  }
  try {
    return model.toJSON(null, false);
  } finally {
    for (const [index, layer] of layers.entries()) {
      const before = own[index];
      if (before) Object.defineProperty(layer, 'getConfig', before);
      else Reflect.deleteProperty(layer, 'getConfig');
    }
  }
}

function depthwiseConstraint(layer: Layer): Config {
  if (layer.getClassName() !== 'DepthwiseConv2D') return {};
  const kernel = layer.weights.find(({ originalName }) => originalName.endsWith('/depthwise_kernel'));
  const constraint = kernel?.constraint;
  return {
    depthwiseConstraint: constraint
      ? { className: constraint.getClassName(), config: constraint.getConfig() }
      : null,
  };
}
