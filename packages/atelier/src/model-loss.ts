import type { LossName } from '@atelier/training';
import { defaultLoss } from '@atelier/training/settings';
import type { LayersModel } from '@tensorflow/tfjs-layers';

const remembered = new WeakMap<LayersModel, LossName>();

/** What `createModel` made a model for, or `fit` trained it with. */
export function rememberLoss(model: LayersModel, loss: LossName): void {
  remembered.set(model, loss);
}

/** The loss of a model: the remembered one, or what labels are compared by with as many outputs as it has. */
export function lossOf(model: LayersModel): LossName {
  const units = model.outputs[0]?.shape.at(-1);
  return remembered.get(model) ?? defaultLoss(units === 1 ? 'sigmoid' : 'softmax');
}
