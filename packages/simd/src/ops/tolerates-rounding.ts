import type { Layer, LayerClass } from '@atelier/network';

/** Layers whose outputs are sums with weights: none of their inputs decides alone what comes after them. */
const weighted: ReadonlySet<LayerClass> = new Set(['Conv2D', 'Dense', 'DepthwiseConv2D', 'SeparableConv2D']);
const maxima: ReadonlySet<LayerClass> = new Set(['GlobalMaxPooling2D', 'MaxPooling2D']);

/**
 * Whether a convolution's outputs may be rounded differently from pixel to pixel. They may not where the sign of a 0 decides, as in a
 * ReLU that reads the sum of nothing but zeros, nor where the first of equal maxima gets the gradient, as over a uniform background.
 * So batch normalization, which moves all of a channel's values, has to be all that reads them, and from there no maximum may be
 * taken before the next weights.
 */
export function toleratesRounding(layer: Layer<'Conv2D'>, layers: readonly Layer[]): boolean {
  const index = layers.indexOf(layer);
  const carriers = new Set([index]);
  for (const [position, { kind, inputs }] of layers.entries()) {
    if (!inputs.some((source) => carriers.has(source))) continue;
    if (inputs.includes(index) && kind !== 'BatchNormalization') return false;
    if (maxima.has(kind)) return false;
    if (!weighted.has(kind)) carriers.add(position);
  }
  return layer.config.activation === 'linear' && carriers.size > 1;
}
