import type { Layer } from '@atelier/network';

/** The layers that take a layer's output. */
export function readersOf(layer: Layer, layers: readonly Layer[]): readonly Layer[] {
  const index = layers.indexOf(layer);
  return layers.filter(({ inputs }) => inputs.includes(index));
}

/**
 * Whether batch normalization alone reads a convolution's outputs. Then they may be rounded differently from pixel to pixel: elsewhere
 * the sign of a 0 can decide, as in a ReLU that reads the sum of nothing but zeros.
 */
export function isNormalized(layer: Layer<'Conv2D'>, layers: readonly Layer[]): boolean {
  const readers = readersOf(layer, layers);
  const all = readers.length > 0 && readers.every(({ kind }) => kind === 'BatchNormalization');
  return all && layer.config.activation === 'linear';
}
