import { predict as predictOn, predictedClass, type PredictOptions, type Samples } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inferenceEngine } from './choose-engine.ts';

/** What a model says about one image. */
export interface Prediction {
  /** `[outputs]`: one for each class, or the probability of class 1 alone. A view on the values of all images. */
  readonly probabilities: Float32Array;
  /** The class of the largest probability; of a single one, class 1 above 0.5. */
  readonly argMax: number;
}

/**
 * What a model says about images, one prediction for each, in their order.
 *
 * @throws RangeError when the images don't fit the model
 */
export async function predict(
  model: LayersModel,
  samples: Samples,
  options: PredictOptions = {},
): Promise<Prediction[]> {
  const outputs = await predictOn(model, samples, {
    ...options,
    engine: options.engine ?? inferenceEngine(),
  });
  const units = outputs.length / samples.count;
  return Array.from({ length: samples.count }, (_, row) => ({
    probabilities: outputs.subarray(row * units, (row + 1) * units),
    argMax: predictedClass(outputs, row, units),
  }));
}
