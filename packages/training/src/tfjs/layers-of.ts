import { LayersModel } from '@tensorflow/tfjs-layers';

export type Layer = LayersModel['layers'][number];

/** A model's layers in order, those of nested models in place of the model; a layer that is used twice is listed once. */
export function layersOf(model: LayersModel): Layer[] {
  const layers = model.layers.flatMap((layer) => (layer instanceof LayersModel ? layersOf(layer) : [layer]));
  return [...new Set(layers)];
}
