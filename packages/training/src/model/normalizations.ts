import type { LayersModel } from '@tensorflow/tfjs-layers';
import { frozenLayersOf, layersOf } from './layers-of.ts';

/** A batch normalization of a model. */
export interface Normalization {
  /** Of its moving statistics, in [0, 1]. */
  readonly momentum: number;
  readonly trainable: boolean;
}

/** A model's batch normalizations, in the order of its layers. */
export function normalizationsOf(model: LayersModel): readonly Normalization[] {
  const frozen = frozenLayersOf(model);
  return layersOf(model).flatMap((layer) => {
    if (layer.getClassName() !== 'BatchNormalization') return [];
    const { momentum } = layer.getConfig();
    return typeof momentum === 'number' ? [{ momentum, trainable: !frozen.has(layer) }] : [];
  });
}
