import { type AnyModel, engineModel } from '../engine/engine-model.ts';
import { defaultLoss, lossNamed, type LossName } from '../settings/losses/losses.ts';

const remembered = new WeakMap<AnyModel, LossName>();

/**
 * Remembers the loss that a model was made for or trained with.
 *
 * @throws TypeError for what is no model
 * @throws RangeError for an unknown loss
 */
export function rememberLoss(model: AnyModel, loss: LossName): void {
  engineModel(model);
  remembered.set(model, lossNamed(loss).name);
}

/** The loss that a model was made for or last trained with; otherwise the one with labels that fits its output. */
export function lossOf(model: AnyModel): LossName {
  return remembered.get(model) ?? defaultLoss(engineModel(model).outputActivation ?? 'softmax');
}
