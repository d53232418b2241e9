import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkLayersModel } from './check-layers-model.ts';
import type { NamedTensor } from './named-tensor.ts';

/**
 * Sets a model's weights, through TensorFlow.js.
 *
 * @throws TypeError for what is not a `LayersModel`, or tensors of another kind
 * @throws RangeError when their number or shapes differ from the model's
 */
export async function writeWeights(model: LayersModel, weights: readonly NamedTensor[]): Promise<void> {
  checkLayersModel(model);
  const { assignWeights } = await import('../tfjs/assign-weights.ts');
  assignWeights(model, weights);
}
