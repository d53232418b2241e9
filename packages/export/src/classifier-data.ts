import type { Layer, Shape } from '@atelier/network';
import { encodeWeights } from './encode-weights.ts';
import { type ExportedModel, pictureShape, positionOf, weightsByLayer } from './exported-model.ts';
import type { Activation, ClassifierData, PlannedLayer, WeightFormat } from './runtime/classifier-data.ts';
import { scriptJson } from './script-json.ts';

/** The plain data from which a module or a page makes the classifier. */
export function classifierData(model: ExportedModel, format: WeightFormat): ClassifierData {
  const layers = model.network.layers.map(planned);
  return {
    classNames: model.classNames,
    inputShape: pictureShape(model),
    placement: positionOf(model),
    layers,
    format,
    weights: encodeWeights(layers, weightsByLayer(model), format),
  };
}

/** What only training reads of layers' settings, or what shapes say already. */
const unread =
  /^(activation|axis|center|depthMultiplier|filters|momentum|rate|targetShape|units|useBias|.+(Initializer|Regularizer|Constraint))$/;

/** The same as an expression for a script. */
export function classifierText({ layers, ...others }: ClassifierData): string {
  const compact = layers.map(({ kind, config, inputs, shape, activation, weights }) => {
    const read = Object.entries(config).filter(([key]) => !unread.test(key));
    return { kind, config: Object.fromEntries(read), inputs, shape, activation, weights };
  });
  return scriptJson({ layers: compact, ...others });
}

function planned(layer: Layer): PlannedLayer {
  const start = layer.name.length + 1;
  const weights = layer.weights.map((weight) => {
    const name = weight.name.slice(start);
    return { name, shape: name === 'depthwise_kernel' ? withOutputChannels(weight.shape) : weight.shape };
  });
  return { ...layer, shape: layer.outputShape, activation: activationOf(layer), weights };
}

/** `[height, width, channels * filters per channel]` */
function withOutputChannels([height = 1, width = 1, channels = 1, filters = 1]: Shape): Shape {
  return [height, width, channels * filters];
}

function activationOf({ kind, config }: Layer): Activation | undefined {
  if (kind === 'ELU') return 'elu';
  if (kind === 'Softmax') return 'softmax';
  const name = 'activation' in config ? config.activation : 'linear';
  return name === 'linear' ? undefined : name;
}
