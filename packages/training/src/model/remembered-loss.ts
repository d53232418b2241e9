import { type AnyModel, engineModel } from '../engine/engine-model.ts';
import { defaultLoss, type LossName } from '../settings/losses/losses.ts';

const remembered = new WeakMap<AnyModel, LossName>();

/** Remembers the loss that a model was made for or trained with. */
export function rememberLoss(model: AnyModel, loss: LossName): void {
  remembered.set(model, loss);
}

/** The loss that a model was made for or last trained with; otherwise the one with labels that fits its output. */
export function lossOf(model: AnyModel): LossName {
  return remembered.get(model) ?? defaultLoss(engineModel(model).outputActivation ?? 'softmax');
}
