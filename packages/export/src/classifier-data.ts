import type { Layer } from '@atelier/network';
import { encodeWeights } from './encode-weights.ts';
import { type ExportedModel, pictureShape, positionOf, weightsByLayer } from './exported-model.ts';
import type { ClassifierData, PlannedLayer, WeightFormat } from './runtime/classifier-data.ts';
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

/** What only training and messages read of layers and their settings. */
const unread = /^(trainable|ordinal|multiplications|momentum|.+(Initializer|Regularizer|Constraint))$/;

/** The same as an expression for a script. */
export function classifierText(model: ExportedModel, format: WeightFormat): string {
  const { layers, ...others } = classifierData(model, format);
  const text = JSON.stringify(layers, (key, value: unknown) => (unread.test(key) ? undefined : value));
  const compact: unknown = JSON.parse(text);
  return scriptJson({ layers: compact, ...others });
}

function planned(layer: Layer): PlannedLayer {
  const start = layer.name.length + 1;
  const weights = layer.weights.map(({ name, shape }) => ({ name: name.slice(start), shape }));
  return { ...layer, weights };
}
