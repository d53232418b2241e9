import { type Layer, type Pair, parseLayers, type Recipe } from '@atelier/presets/recipe';

/** A layer as peers build it: one call of their framework each. The output layer is theirs. */
export type PeerLayer =
  | {
      readonly kind: 'conv';
      readonly filters: number;
      readonly kernel: Pair;
      readonly padding: 'same' | 'valid';
      readonly bias: boolean;
      readonly relu: boolean;
    }
  | { readonly kind: 'pool'; readonly size: Pair }
  | { readonly kind: 'dense'; readonly units: number; readonly relu: boolean }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'norm' | 'relu' | 'global-average' | 'flatten' };

/**
 * A recipe's architecture in the words that all peers know, with the activations and dropout that it implies.
 *
 * @throws RangeError for a layer that they don't know
 */
export function peerLayers({ layers, dropout }: Pick<Recipe, 'layers' | 'dropout'>): readonly PeerLayer[] {
  const items = parseLayers(layers).filter(({ kind }) => kind !== 'output');
  const peers = items.flatMap((layer, index) => peerLayersOf(layer, items[index + 1], dropout));
  const pictures = peers.some(({ kind }) => kind === 'conv');
  if (!pictures || peers.some(({ kind }) => kind === 'global-average')) return peers;
  const dense = peers.findIndex(({ kind }) => kind === 'dense');
  return peers.toSpliced(dense < 0 ? peers.length : dense, 0, { kind: 'flatten' });
}

function peerLayersOf(layer: Layer, next: Layer | undefined, dropout: number): readonly PeerLayer[] {
  switch (layer.kind) {
    case 'conv': {
      const { filters, kernel, padding } = layer;
      const normalized = next?.kind === 'norm';
      return [{ kind: layer.kind, filters, kernel, padding, bias: !normalized, relu: !normalized }];
    }
    case 'pool':
      return [{ kind: layer.kind, size: layer.size }];
    case 'dense': {
      const { units } = layer;
      const dropped = dropout > 0 ? [{ kind: 'dropout', rate: dropout } as const] : [];
      return [{ kind: layer.kind, units, relu: true }, ...dropped];
    }
    case 'norm':
    case 'global-average':
      return [{ kind: layer.kind }];
    case 'activation':
      if (layer.activation !== 'relu') throw unknown(layer.activation);
      return [{ kind: layer.activation }];
    case 'depthwise':
    case 'separable':
    case 'average-pool':
    case 'global-max':
    case 'dropout':
    case 'residual':
    case 'output':
      throw unknown(layer.kind);
  }
}

function unknown(layer: string): RangeError {
  return new RangeError(`The bench's peers have no layer "${layer}"`);
}
