import type { Layer } from '@atelier/network';

/** The layers that take a layer's output. */
export function readersOf(layer: Layer, layers: readonly Layer[]): readonly Layer[] {
  const index = layers.indexOf(layer);
  return layers.filter(({ inputs }) => inputs.includes(index));
}

/**
 * Whether a convolution's outputs may be rounded differently from pixel to pixel. They may not where the sign of a 0 decides, as in a
 * ReLU that reads the sum of nothing but zeros. Batch normalization moves all values of a channel.
 */
export function toleratesRounding(layer: Layer<'Conv2D'>, layers: readonly Layer[]): boolean {
  const readers = readersOf(layer, layers);
  const normalized = readers.length > 0 && readers.every(({ kind }) => kind === 'BatchNormalization');
  return normalized && layer.config.activation === 'linear';
}
