import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NamedTensor } from './named-tensor.ts';

/**
 * Sets a model's weights, through TensorFlow.js.
 *
 * @throws RangeError when their number or shapes differ from the model's
 */
export async function writeWeights(model: LayersModel, weights: readonly NamedTensor[]): Promise<void> {
  const { assignWeights } = await import('../tfjs/assign-weights.ts');
  assignWeights(model, weights);
}
