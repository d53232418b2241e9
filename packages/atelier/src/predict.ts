import { predict as predictOn, type PredictOptions, type Predictions, type Samples } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inferenceEngine } from './choose-engine.ts';

/**
 * What a model predicts for images, as `predict` of `@atelier/training` does, on the fastest engine that can run it.
 *
 * @throws TypeError for an option that there is not
 * @throws RangeError when the images don't fit the model
 */
export async function predict(
  model: LayersModel,
  samples: Samples,
  options: PredictOptions = {},
): Promise<Predictions> {
  return predictOn(model, samples, { ...options, engine: options.engine ?? inferenceEngine() });
}
