import type { ActivationName } from '../activation.ts';

/** Height and width of a window, or how far it moves down and to the right. */
export type Pair = readonly [height: number, width: number];

/** `valid` windows lie within the input; `same` pads it with zeros, so that strides of 1 keep its size. */
export type Padding = 'valid' | 'same';

interface Convolution {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  /** Of its outputs; without one it has that of the recipe, or none directly before `norm` or an activation. */
  readonly activation?: ActivationName;
}

/** One item of an architecture, as `parseLayers` reads it. */
export type Layer =
  | ({ readonly kind: 'conv'; readonly filters: number } & Convolution)
  | ({ readonly kind: 'separable'; readonly filters: number } & Convolution)
  | ({ readonly kind: 'depthwise' } & Convolution)
  | {
      readonly kind: 'pool' | 'average-pool';
      readonly size: Pair;
      readonly strides: Pair;
      readonly padding: Padding;
    }
  | { readonly kind: 'global-average' | 'global-max' | 'norm' }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'activation'; readonly activation: ActivationName }
  | { readonly kind: 'dense'; readonly units: number; readonly activation?: ActivationName }
  /** Its input, or a 1x1 convolution of it where the shapes differ, is added to what its layers make. */
  | { readonly kind: 'residual'; readonly layers: readonly Layer[] }
  /** One softmax unit for each class, or the one sigmoid unit of the binary loss. It is the last. */
  | { readonly kind: 'output' };

/** Far more than can be trained on a CPU, so that a slip of the finger takes no memory. */
export const layerLimits = {
  /** Of all, also those within residual blocks. */
  layers: 256,
  units: 65_536,
  filters: 4096,
  /** Height and width of kernels, pools and strides. */
  window: 64,
  /** Residual blocks and repetitions within each other. */
  depth: 8,
  characters: 10_000,
} as const;
