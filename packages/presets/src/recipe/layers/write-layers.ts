import type { Layer, Pair } from './layer.ts';

/** An architecture as text, which `parseLayers` reads back: `conv 16 3x3, pool 2, dense 64, output`. */
export function writeLayers(layers: readonly Layer[]): string {
  return layers.map(writeLayer).join(', ');
}

export function writeLayer(layer: Layer): string {
  return words(layer).filter(Boolean).join(' ');
}

function words(layer: Layer): readonly unknown[] {
  switch (layer.kind) {
    case 'conv':
    case 'separable':
      return [layer.kind, layer.filters, ...convolution(layer)];
    case 'depthwise':
      return [layer.kind, ...convolution(layer)];
    case 'pool':
    case 'average-pool': {
      const { kind, size, strides, padding } = layer;
      return [kind, short(size), ...stride(strides, size), padding === 'same' && padding];
    }
    case 'dense':
      return [layer.kind, layer.units, layer.activation];
    case 'dropout':
      // 0 is a rate, too.
      return [layer.kind, String(layer.rate)];
    case 'activation':
      return [layer.activation];
    case 'residual':
      return [`residual(${writeLayers(layer.layers)})`];
    case 'global-average':
    case 'global-max':
    case 'norm':
    case 'output':
      return [layer.kind];
  }
}

function convolution({
  kernel,
  strides,
  padding,
  activation,
}: Extract<Layer, { kernel: Pair }>): readonly unknown[] {
  return [kernel.join('x'), ...stride(strides, [1, 1]), padding === 'same' && padding, activation];
}

function stride(strides: Pair, standard: Pair): readonly unknown[] {
  return strides.join() === standard.join() ? [] : ['stride', short(strides)];
}

function short([height, width]: Pair): string {
  return height === width ? String(height) : `${height}x${width}`;
}
