import type { LayersModel } from '@tensorflow/tfjs-layers';

export type Layer = LayersModel['layers'][number];

/** A model's layers in order, those of nested models in place of the model; a layer that is used twice is listed once. */
export function layersOf(model: LayersModel): Layer[] {
  const layers = model.layers.flatMap((layer) => (isModel(layer) ? layersOf(layer) : [layer]));
  return [...new Set(layers)];
}

function isModel(layer: Layer): layer is LayersModel {
  return 'layers' in layer;
}
