import type { LayerClass, Shape } from '@atelier/network';
import type { PlannedLayer } from '../classifier-data.ts';

/** A layer's weights by their names, row-major. */
export type LayerWeights = Readonly<Record<string, Float32Array>>;

/**
 * What a layer of a class makes of one sample, before its activation function.
 *
 * @param inputs row-major, of `shapes`
 * @returns row-major, of `layer.shape`; it may be an input itself
 */
export type RunLayer<Kind extends LayerClass> = (
  layer: PlannedLayer<Kind>,
  inputs: readonly Float32Array[],
  shapes: readonly Shape[],
  weights: LayerWeights,
) => Float32Array;
