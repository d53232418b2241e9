import type { LayersModel } from '@tensorflow/tfjs-layers';
import { frozenLayersOf } from '../model/layers-of.ts';
import { replaceCall } from './replace-call.ts';

/**
 * Makes a model's frozen batch normalizations use their moving statistics in training too, and leave them as they are, as Keras does. A
 * stock layer normalizes by the batch, and goes on moving its statistics.
 *
 * @returns a function that restores the layers' own behaviour
 */
export function freezeNormalizations(model: LayersModel): () => void {
  const frozen = [...frozenLayersOf(model)].filter((layer) => layer.getClassName() === 'BatchNormalization');
  const restore = frozen.map((layer) => {
    const own = layer.call.bind(layer);
    return replaceCall(layer, (inputs, kwargs) => own(inputs, { ...kwargs, training: false }));
  });
  return () => {
    for (const each of restore) each();
  };
}
