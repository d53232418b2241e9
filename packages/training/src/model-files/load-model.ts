import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NamedTensor } from '../model/named-tensor.ts';
import { weightName } from '../model/weights.ts';

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
  const [{ loadLayersModel }, { assignWeight }] = await Promise.all([
    import('@tensorflow/tfjs-layers'),
    import('../tfjs/assign-weights.ts'),
  ]);
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
  const model = await loadLayersModel({
    load: async () => ({ modelTopology, weightSpecs, weightData: weightData.buffer }),
  });
  // TensorFlow.js has projected them onto their constraints.
  const byName = new Map(weights.map((weight) => [weight.name, weight]));
  for (const weight of model.weights) {
    const own = byName.get(weightName(weight));
    if (weight.constraint && own) assignWeight(weight, own);
  }
  return model;
}
