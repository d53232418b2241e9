import { type AnyModel, engineModel } from '../engine/engine-model.ts';
import { defaultLoss, type LossName } from '../settings/losses/losses.ts';

const remembered = new WeakMap<AnyModel, LossName>();

/** Keeps the loss that a model is made for, or trained with. */
export function rememberLoss(model: AnyModel, loss: LossName): void {
  remembered.set(model, loss);
}

/** The loss that a model was made for, or trained with last; of another model, the one with labels that its output is made for. */
export function lossOf(model: AnyModel): LossName {
  return remembered.get(model) ?? defaultLoss(engineModel(model).outputActivation ?? 'softmax');
}
