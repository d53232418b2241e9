import { sizeOf } from '@atelier/network';
import type { ClassifierData, PlannedWeight, WeightFormat } from './classifier-data.ts';
import type { Decoder } from './decoders.ts';
import type { LayerWeights } from './layers/run-layer.ts';

/** How a weight is stored: a kernel as the classifier's format says, everything else as float32. */
export function formatOf({ shape }: PlannedWeight, format: WeightFormat): WeightFormat {
  return shape.length > 1 ? format : 'float32';
}

/**
 * The weights of each layer, by their names.
 *
 * @param decoders those of float32 and of the classifier's format
 */
export function decodeWeights(
  { layers, format, weights }: ClassifierData,
  decoders: Readonly<Record<WeightFormat, Decoder>>,
): LayerWeights[] {
  const bytes = Uint8Array.from(atob(weights), (character) => character.charCodeAt(0));
  let at = 0;
  const next = (length: number): ArrayBuffer => bytes.slice(at, (at += length)).buffer;
  return layers.map((layer) =>
    Object.fromEntries(
      layer.weights.map((weight) => [
        weight.name,
        decoders[formatOf(weight, format)](sizeOf(weight.shape), weight, next),
      ]),
    ),
  );
}
