import { createPredictor as createPredictorOn, type PredictOptions, type Predictor } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inferenceEngine } from './choose-engine.ts';

/**
 * Prepares a model for many predictions, as `createPredictor` of `@atelier/training` does, on the fastest engine that can run it. Call
 * `dispose` when done.
 *
 * @throws TypeError for an option that there is not
 */
export async function createPredictor(model: LayersModel, options: PredictOptions = {}): Promise<Predictor> {
  return createPredictorOn(model, { ...options, engine: options.engine ?? inferenceEngine() });
}
