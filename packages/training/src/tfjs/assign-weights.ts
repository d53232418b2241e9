import { tensor, tidy, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkTensors, type NamedTensor } from '../model/named-tensor.ts';
import { weightName, weightSpecs } from '../model/weights.ts';

type LayerWeight = LayersModel['weights'][number];

/**
 * Sets a model's weights.
 *
 * @throws RangeError when their number or shapes differ from the model's
 */
export function assignWeights(model: LayersModel, weights: readonly NamedTensor[]): void {
  checkTensors(weights, weightSpecs(model));
  for (const [index, weight] of model.weights.entries()) assignWeight(weight, weights[index]!);
}

/** Sets a weight of the same shape. Its own `write` would project it onto its constraint, as only a step of training does. */
export function assignWeight(weight: LayerWeight, values: NamedTensor): void {
  assignTensor(variableOf(weight), values);
}

/** Sets a variable of the same shape. */
export function assignTensor(variable: Variable, { values, shape }: NamedTensor): void {
  tidy(() => variable.assign(tensor(values, [...shape])));
}

/** The variable that holds a weight. */
export function variableOf(weight: LayerWeight): Variable {
  const value = weight.read();
  if (value instanceof Variable) return value;
  throw new TypeError(`Weight "${weightName(weight)}" is not a variable`);
}
