import * as z from 'zod/mini';
import { bias, type BiasConfig } from './bias.ts';
import {
  type ActivationName,
  channelsLast,
  type Constraint,
  constraint,
  count,
  flag,
  ignored,
  type Initializer,
  initializer,
  mostUnits,
  noActivityRegularizer,
  optionalActivation,
  type Padding,
  padding,
  type Pair,
  pair,
  type Regularizer,
  regularizer,
  slide,
  spatial,
} from './fields.ts';
import type { LayerKind, LayerWeight } from './layer-kind.ts';

/** Settings common to the three kinds of convolutions. */
interface ConvolutionConfig extends BiasConfig {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly activation: ActivationName;
}

export interface Conv2DConfig extends ConvolutionConfig {
  readonly filters: number;
  readonly kernelInitializer?: Initializer | null | undefined;
  readonly kernelRegularizer?: Regularizer | null | undefined;
  readonly kernelConstraint?: Constraint | null | undefined;
}

export interface DepthwiseConv2DConfig extends ConvolutionConfig {
  /** Filters for each input channel. */
  readonly depthMultiplier: number;
  readonly depthwiseInitializer?: Initializer | null | undefined;
  readonly depthwiseRegularizer?: Regularizer | null | undefined;
  readonly depthwiseConstraint?: Constraint | null | undefined;
}

export interface SeparableConv2DConfig extends DepthwiseConv2DConfig {
  readonly filters: number;
  readonly pointwiseInitializer?: Initializer | null | undefined;
  readonly pointwiseRegularizer?: Regularizer | null | undefined;
  readonly pointwiseConstraint?: Constraint | null | undefined;
}

const one: Pair = [1, 1];

const optionalPair = z.pipe(
  z.nullish(pair),
  z.transform((value) => value ?? one),
);

const shared = {
  kernelSize: pair,
  strides: optionalPair,
  padding,
  dataFormat: channelsLast,
  dilationRate: optionalPair.check(
    z.refine(([height, width]) => height === 1 && width === 1, '1: dilated kernels are not supported'),
  ),
  groups: ignored(1),
  activation: optionalActivation,
  useBias: flag(true),
  biasInitializer: initializer,
  biasRegularizer: regularizer,
  biasConstraint: constraint,
  activityRegularizer: noActivityRegularizer,
};

const depthwise = {
  depthMultiplier: z.pipe(
    z.nullish(count(mostUnits)),
    z.transform((value) => value ?? 1),
  ),
  depthwiseInitializer: initializer,
  depthwiseRegularizer: regularizer,
  // TensorFlow.js writes the regularizer down here a second time.
  depthwiseConstraint: z.pipe(
    z.union(
      [
        constraint,
        z.pipe(
          regularizer,
          z.transform(() => null),
        ),
      ],
      'a constraint or none',
    ),
    z.transform((value): Constraint | null | undefined => value),
  ),
};

/** Kernels `[height, width, channels, filters]` over `[height, width, channels]`. */
export const conv2d: LayerKind<Conv2DConfig> = {
  config: z.object({
    ...shared,
    filters: count(mostUnits),
    kernelInitializer: initializer,
    kernelRegularizer: regularizer,
    kernelConstraint: constraint,
  }),
  describe(config, [input = []]) {
    const { kernelSize, filters, kernelRegularizer, kernelConstraint } = config;
    const [, , channels] = spatial(input);
    return {
      outputShape: [...positions(config, input), filters],
      weights: [
        {
          name: 'kernel',
          shape: [...kernelSize, channels, filters],
          regularizer: kernelRegularizer,
          constraint: kernelConstraint,
        },
        ...bias(config, filters),
      ],
    };
  },
};

/** Each input channel has its own filters: `[height, width, channels]` to `[…, channels * depthMultiplier]`. */
export const depthwiseConv2d: LayerKind<DepthwiseConv2DConfig> = {
  config: z.object({ ...shared, ...depthwise }),
  describe(config, [input = []]) {
    const { depthMultiplier } = config;
    const [, , channels] = spatial(input);
    const outputs = channels * depthMultiplier;
    return {
      outputShape: [...positions(config, input), outputs],
      weights: [depthwiseKernel(config, channels), ...bias(config, outputs)],
    };
  },
};

/** A depthwise convolution, then one of 1x1. */
export const separableConv2d: LayerKind<SeparableConv2DConfig> = {
  config: z.object({
    ...shared,
    ...depthwise,
    filters: count(mostUnits),
    pointwiseInitializer: initializer,
    pointwiseRegularizer: regularizer,
    pointwiseConstraint: constraint,
  }),
  describe(config, [input = []]) {
    const { depthMultiplier, filters } = config;
    const [, , channels] = spatial(input);
    return {
      outputShape: [...positions(config, input), filters],
      weights: [
        depthwiseKernel(config, channels),
        {
          name: 'pointwise_kernel',
          shape: [1, 1, channels * depthMultiplier, filters],
          regularizer: config.pointwiseRegularizer,
          constraint: config.pointwiseConstraint,
        },
        ...bias(config, filters),
      ],
    };
  },
};

function positions({ kernelSize, strides, padding: pad }: ConvolutionConfig, input: readonly number[]): Pair {
  return slide('kernel', input, kernelSize, strides, pad);
}

function depthwiseKernel(config: DepthwiseConv2DConfig, channels: number): LayerWeight {
  const { kernelSize, depthMultiplier } = config;
  return {
    name: 'depthwise_kernel',
    shape: [...kernelSize, channels, depthMultiplier],
    regularizer: config.depthwiseRegularizer,
    constraint: config.depthwiseConstraint,
  };
}
