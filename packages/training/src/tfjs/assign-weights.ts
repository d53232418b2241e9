import { dispose, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkTensors, type NamedTensor } from '../model/named-tensor.ts';
import { weightSpecs } from '../model/weights.ts';

/**
 * Sets a model's weights.
 *
 * @throws RangeError when their number or shapes differ from the model's
 */
export function assignWeights(model: LayersModel, weights: readonly NamedTensor[]): void {
  checkTensors(weights, weightSpecs(model));
  const tensors = weights.map(({ values, shape }) => tensor(values, [...shape]));
  for (const [index, weight] of model.weights.entries()) weight.write(tensors[index]!);
  dispose(tensors);
}
