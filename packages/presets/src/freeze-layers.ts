import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Freezes a model's layers: training leaves their weights as they are, and a batch normalization uses its moving statistics.
 *
 * @param names of layers with weights; in a name, `*` stands for any characters
 * @throws RangeError for a name of no layer with weights, or when none would be left to train
 */
export function freezeLayers(model: LayersModel, names: readonly string[]): void {
  const layers = model.layers.filter(({ weights }) => weights.length > 0);
  for (const name of names) {
    const parts = name.split('*').map((part) => part.replaceAll(/[.\\/-]/g, '\\$&'));
    const pattern = new RegExp(`^${parts.join('.*')}$`);
    const matching = layers.filter((layer) => pattern.test(layer.name));
    if (matching.length === 0) {
      throw new RangeError(
        `No layer with weights is named "${name}", which is to be frozen; there are ${layers.map((layer) => layer.name).join(', ')}`,
      );
    }
    for (const layer of matching) layer.trainable = false;
  }
  if (names.length > 0 && model.trainableWeights.length === 0) {
    throw new RangeError(`With ${names.join(', ')} frozen, no layer is left to train`);
  }
}
