import type { LayersModel } from '@tensorflow/tfjs-layers';
import { defaultLoss, type LossName } from '../settings/losses/losses.ts';
import { outputActivation } from './output-layer.ts';

const remembered = new WeakMap<LayersModel, LossName>();

/** Keeps the loss that a model is made for, or trained with. */
export function rememberLoss(model: LayersModel, loss: LossName): void {
  remembered.set(model, loss);
}

/** The loss that a model was made for, or trained with last; of another model, the one with labels that its output is made for. */
export function lossOf(model: LayersModel): LossName {
  return remembered.get(model) ?? defaultLoss(outputActivation(model) ?? 'softmax');
}
