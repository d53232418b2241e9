import {
  evaluate as evaluateOn,
  type EvaluateOptions as TrainingOptions,
  type Evaluation,
  type LossName,
  type Samples,
} from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inferenceEngine } from './choose-engine.ts';
import { lossOf } from './model-loss.ts';

export interface EvaluateOptions extends Omit<TrainingOptions, 'loss'> {
  /** By default the one that the model was made for or trained with. */
  readonly loss?: LossName;
}

/**
 * Measures a model on samples: loss, accuracy, confusion matrix, scores of each class, the most confident mistakes.
 *
 * @throws RangeError when the samples don't fit the model, or lack what the loss compares with
 */
export async function evaluate(
  model: LayersModel,
  samples: Samples,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { engine = inferenceEngine(), loss = lossOf(model) } = options;
  return evaluateOn(model, samples, { ...options, engine, loss });
}
