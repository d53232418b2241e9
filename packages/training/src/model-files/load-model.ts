import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NamedTensor } from '../model/named-tensor.ts';

/**
 * Makes a model with TensorFlow.js. Its initializers, which may take minutes, don't run: the weights start as zeros, since values
 * for all of them follow.
 *
 * @param weights all that the model has, in any order
 */
export async function loadModel(
  modelTopology: Record<string, unknown>,
  weights: readonly NamedTensor[],
): Promise<LayersModel> {
  const { loadLayersModel } = await import('@tensorflow/tfjs-layers');
  const weightData = new Float32Array(weights.reduce((sum, { values }) => sum + values.length, 0));
  let offset = 0;
  for (const { values } of weights) {
    weightData.set(values, offset);
    offset += values.length;
  }
  const weightSpecs = weights.map(({ name, shape }) => ({
    name,
    shape: [...shape],
    dtype: 'float32' as const,
  }));
  return loadLayersModel({
    load: async () => ({ modelTopology, weightSpecs, weightData: weightData.buffer }),
  });
}
