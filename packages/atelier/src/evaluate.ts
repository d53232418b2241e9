import {
  evaluate as evaluateOn,
  type EvaluateOptions,
  type Evaluation,
  type Samples,
} from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inferenceEngine } from './choose-engine.ts';

/**
 * Measures a model on samples, as `evaluate` of `@atelier/training` does, on the fastest engine that can run it: loss, accuracy,
 * confusion matrix, scores of each class, the most confident mistakes.
 *
 * @throws TypeError for an option that there is not
 * @throws RangeError when the samples don't fit the model, or lack the labels or targets of the loss
 */
export async function evaluate(
  model: LayersModel,
  samples: Samples,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  return evaluateOn(model, samples, { ...options, engine: options.engine ?? inferenceEngine() });
}
