import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkLayersModel } from './check-layers-model.ts';
import type { NamedTensor } from './named-tensor.ts';

type LayerWeight = LayersModel['weights'][number];

/**
 * A weight's name, `<layer>/<kernel or bias>`. TensorFlow.js also has a name made unique within the process, which
 * depends on how many models were made before.
 */
export function weightName(weight: LayerWeight): string {
  return weight.originalName;
}

/**
 * Copies of a model's weights, in the order of `model.weights`.
 *
 * @throws TypeError for what is not a `LayersModel`
 */
export function readWeights(model: LayersModel): NamedTensor[] {
  checkLayersModel(model);
  return model.weights.map((weight) => namedTensor(weightName(weight), weight.read()));
}

/** Names and shapes of a model's weights, in the order of `model.weights`. */
export function weightSpecs(model: LayersModel): Pick<NamedTensor, 'name' | 'shape'>[] {
  return model.weights.map((weight) => ({ name: weightName(weight), shape: weight.shape.map(Number) }));
}

/** A copy of a tensor outside of its backend. */
export function namedTensor(name: string, source: Tensor): NamedTensor {
  return { name, shape: [...source.shape], values: Float32Array.from(source.dataSync()) };
}
