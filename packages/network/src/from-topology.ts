import { makeLayer, sumOf } from './make-layer.ts';
import type { Layer, Network } from './network.ts';
import { readModel } from './read-model.ts';
import { sizeOf } from './shape.ts';

/**
 * The network that a model's description describes. Only its sizes are computed: use what comes
 * from an untrusted source only after `checkCost`.
 *
 * @param topology `modelTopology` of a `model.json`, as parsed JSON, in Keras' spelling or in camelCase
 * @throws NetworkError in one line that names the layer: of an unknown class, used twice, in a cycle, with a setting that is
 *   out of its range or does not fit its input
 */
export function networkFromTopology(topology: unknown): Network {
  const { name, form, input, layers: entries } = readModel(topology);
  const layers: Layer[] = [];
  const seen = new Map<unknown, number>();
  for (const entry of entries) {
    const { className, inputs } = entry;
    const ordinal = seen.get(className) ?? 0;
    seen.set(className, ordinal + 1);
    const inputShapes = inputs.map((index) => layers[index]?.outputShape ?? input.shape);
    layers.push(makeLayer(entry, { ordinal, inputs, inputShapes }));
  }
  const all = layers.flatMap(({ weights }) => weights);
  const weights = [true, false].flatMap((trained) => all.filter(({ trainable }) => trainable === trained));
  const numbers = layers.map(({ inputShapes, outputShape, multiplications }) => ({
    outputs: sizeOf(outputShape),
    operations: sumOf(inputShapes.map(sizeOf)) + sizeOf(outputShape) + multiplications,
  }));
  return {
    name,
    form,
    input,
    layers,
    weights,
    parameters: sumOf(all.map(({ shape }) => sizeOf(shape))),
    cost: {
      outputs: sizeOf(input.shape) + sumOf(numbers.map(({ outputs }) => outputs)),
      operations: sumOf(numbers.map(({ operations }) => operations)),
    },
  };
}

/** A `LayersModel` of TensorFlow.js; only its description is read. */
export interface DescribedModel {
  toJSON(unused: null, returnString: false): unknown;
}

/**
 * The network of a model.
 *
 * @throws NetworkError as `networkFromTopology` does
 */
export function networkOf(model: DescribedModel): Network {
  return networkFromTopology(model.toJSON(null, false));
}
