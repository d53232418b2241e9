import type { LayersModel } from '@tensorflow/tfjs-layers';

export type Layer = LayersModel['layers'][number];

/** A model's layers in order, those of nested models in place of the model; a layer that is used twice is listed once. */
export function layersOf(model: LayersModel): Layer[] {
  return [...new Set(placedLayers(model, false).map(({ layer }) => layer))];
}

/**
 * Those of `layersOf` that training leaves as they are, as in Keras: their own `trainable` is off, or that of a model around them, which
 * TensorFlow.js does not pass down.
 */
export function frozenLayersOf(model: LayersModel): ReadonlySet<Layer> {
  const placed = placedLayers(model, !model.trainable);
  return new Set(placed.filter(({ frozen }) => frozen).map(({ layer }) => layer));
}

/** Where in `layersOf` frozen layers with weights are. */
export function frozenIndices(model: LayersModel): number[] {
  const frozen = frozenLayersOf(model);
  return layersOf(model).flatMap((layer, index) =>
    frozen.has(layer) && layer.weights.length > 0 ? [index] : [],
  );
}

interface PlacedLayer {
  readonly layer: Layer;
  readonly frozen: boolean;
}

function placedLayers(model: LayersModel, modelFrozen: boolean): PlacedLayer[] {
  return model.layers.flatMap((layer) => {
    const frozen = modelFrozen || isOff(layer);
    return isModel(layer) ? placedLayers(layer, frozen) : [{ layer, frozen }];
  });
}

/** A layer taken out of a frozen model has only its variables off. */
function isOff({ trainable, weights }: Layer): boolean {
  const learned = weights.filter(({ originalName }) => !/\/moving_(?:mean|variance)$/.test(originalName));
  return !trainable || (learned.length > 0 && learned.every((weight) => !weight.trainable));
}

function isModel(layer: Layer): layer is LayersModel {
  return 'layers' in layer;
}
