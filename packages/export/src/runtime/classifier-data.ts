import type { Placement } from '@atelier/datasets/browser';
import type { ActivationName, LayerClass, LayerConfigs, Shape } from '@atelier/network';

/** How the kernels of a classifier are stored; its biases and statistics are float32 always. */
export type WeightFormat = 'float32' | 'float16' | 'int8';

/** A classifier as plain data, which a module or a page holds. */
export interface ClassifierData {
  /** One per class, in the order of the model's outputs. */
  readonly classNames: readonly string[];
  /** `[height, width, channels]` */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** How pictures are placed before the network. */
  readonly placement: Placement;
  /** In running order; the last gives the probabilities. */
  readonly layers: readonly PlannedLayer[];
  readonly format: WeightFormat;
  /** All weights in the order of the layers, as base64 of what `encodeWeights` makes. */
  readonly weights: string;
}

/** The name of a function that changes values. */
export type Activation = Exclude<ActivationName, 'linear'>;

/** A layer of a `Network`, with only what its outputs follow from. */
export type PlannedLayer<Kind extends LayerClass = LayerClass> = {
  [Each in Kind]: {
    readonly kind: Each;
    readonly config: LayerConfigs[Each];
    /** Indices of the layers whose outputs it takes; -1 is the picture. */
    readonly inputs: readonly number[];
    /** Of its outputs. */
    readonly shape: Shape;
    /** What its outputs go through; absent for none. */
    readonly activation?: Activation | undefined;
    readonly weights: readonly PlannedWeight[];
  };
}[Kind];

/** A tensor of a layer's weights. */
export interface PlannedWeight {
  /** Without the layer's name: `kernel`. */
  readonly name: string;
  /** The last axis is that of a kernel's output channels. */
  readonly shape: Shape;
}
