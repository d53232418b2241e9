import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OutputActivation } from '../settings/losses/loss.ts';

/** Units of the model's output `[batch, units]`. */
export function outputUnits(model: LayersModel): number {
  const units = model.outputs[0]?.shape.at(-1);
  if (model.outputs.length !== 1 || typeof units !== 'number' || model.outputs[0]?.shape.length !== 2) {
    throw new RangeError('The model has to have one output [batch, units]');
  }
  return units;
}

/** What a classifier ends in, as the activation of a dense layer or as a layer; nothing for any other model. */
export function outputActivation(model: LayersModel): OutputActivation | undefined {
  const layer = model.outputs[0]?.sourceLayer;
  const className = layer?.getClassName();
  if (className === 'Softmax') return 'softmax';
  if (!layer || (className !== 'Dense' && className !== 'Activation')) return undefined;
  const { activation } = layer.getConfig();
  return activation === 'softmax' || activation === 'sigmoid' ? activation : undefined;
}
