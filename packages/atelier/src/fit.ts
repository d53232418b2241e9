import { fit as fitOn, type FitOptions, type FitResult, type Samples } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { chooseEngine } from './choose-engine.ts';

/**
 * Trains a model, as `fit` of `@atelier/training` does, on the fastest engine that can run it: where that is not simd, one line on
 * `console.warn` says why. An `engine` in the options is taken as it is.
 *
 * @throws TypeError for an option that there is not
 * @throws RangeError for samples that don't fit the model, or an option out of its range
 * @throws UnsupportedError naming what no engine can run
 */
export async function fit(model: LayersModel, samples: Samples, options: FitOptions): Promise<FitResult> {
  return fitOn(model, samples, { ...options, engine: options?.engine ?? chooseEngine() });
}
