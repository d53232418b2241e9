import {
  fit as fitOn,
  type FitOptions as TrainingOptions,
  type FitResult,
  type LossName,
  type Samples,
} from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { chooseEngine } from './choose-engine.ts';
import { lossOf, rememberLoss } from './model-loss.ts';

export interface FitOptions extends Omit<TrainingOptions, 'loss'> {
  /** By default the one that the model was made for: its preset's, or for a model of your own the one that reads labels. */
  readonly loss?: LossName;
}

/**
 * Trains a model, as `fit` of `@atelier/training` does, on the fastest engine that can run it: where that is not simd, one line on
 * `console.warn` says why. An `engine` in the options is taken as it is.
 *
 * @throws RangeError for samples that don't fit the model, or an option out of its range
 * @throws UnsupportedError naming what no engine can run
 */
export async function fit(model: LayersModel, samples: Samples, options: FitOptions): Promise<FitResult> {
  // A caller without types may leave the options out, which the door below says.
  const loss = options?.loss ?? lossOf(model);
  const engine = options?.engine ?? chooseEngine();
  const result = await fitOn(model, samples, { ...options, engine, loss });
  rememberLoss(model, loss);
  return result;
}
