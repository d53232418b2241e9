import * as z from 'zod/mini';
import { NetworkError } from '../error.ts';
import { type Shape, shapeText, sizeOf } from '../shape.ts';
import { activation, type ActivationName, ignored } from './fields.ts';
import type { LayerDescription, LayerKind } from './layer-kind.ts';

export interface ActivationConfig {
  readonly activation: ActivationName;
}

export interface ReLUConfig {
  /** Upper limit of the outputs; `null` for none. */
  readonly maxValue: number | null;
}

export interface AlphaConfig {
  /** The slope, or the height, below 0. */
  readonly alpha: number;
}

export interface SoftmaxConfig {
  /** The last axis, counted from the batch axis, or -1. */
  readonly axis: number;
}

export interface RescalingConfig {
  readonly scale: number;
  readonly offset: number;
}

export interface DropoutConfig {
  /** The probability that a unit is dropped, [0, 1). */
  readonly rate: number;
}

export const activationLayer: LayerKind<ActivationConfig> = {
  config: z.object({ activation }),
  describe: sameShape,
};

export const relu: LayerKind<ReLUConfig> = {
  config: z.object({
    maxValue: z.pipe(
      z.nullish(z.number('a number')),
      z.transform((value) => value ?? null),
    ),
    negativeSlope: ignored(0),
    threshold: ignored(0),
  }),
  describe: sameShape,
};

/** `x > 0 ? x : alpha * x` */
export const leakyRelu: LayerKind<AlphaConfig> = { config: alpha(0.3), describe: sameShape };

/** `x > 0 ? x : alpha * (exp(x) - 1)`; TensorFlow.js supports only alpha 1. */
export const elu: LayerKind<AlphaConfig> = {
  config: alpha(1).check(z.refine(({ alpha: value }) => value === 1, 'alpha 1')),
  describe: sameShape,
};

/** Softmax over the last axis. */
export const softmax: LayerKind<SoftmaxConfig> = {
  config: z.object({
    axis: z.pipe(
      z.nullish(z.int('an integer')),
      z.transform((axis) => axis ?? 1),
    ),
  }),
  describe({ axis }, inputs) {
    const [input = []] = inputs;
    if (axis !== -1 && axis !== input.length) {
      throw new NetworkError(`has axis ${axis}; only the last of ${shapeText(input)}, -1, is supported`);
    }
    return sameShape(undefined, inputs);
  },
};

/** `x * scale + offset` */
export const rescaling: LayerKind<RescalingConfig> = {
  config: z.object({
    scale: z.number('a number'),
    offset: z.pipe(
      z.nullish(z.number('a number')),
      z.transform((value) => value ?? 0),
    ),
  }),
  describe: sameShape,
};

/** Inverted dropout: units that are kept are divided by the probability of keeping them. */
export const dropout: LayerKind<DropoutConfig> = {
  config: z.object({
    rate: z.number('a number from 0 up to 1').check(z.gte(0, 'at least 0'), z.lt(1, 'below 1')),
    noiseShape: z.nullish(z.null('none: units are dropped one by one')),
    seed: z.nullish(z.number('a number')),
  }),
  describe: sameShape,
};

function alpha(fallback: number): z.ZodMiniType<AlphaConfig> {
  return z.object({
    alpha: z.pipe(
      z.nullish(z.number('a number')),
      z.transform((value) => value ?? fallback),
    ),
  });
}

function sameShape(_: unknown, [outputShape = []]: readonly Shape[]): LayerDescription {
  return { outputShape, multiplications: sizeOf(outputShape) };
}
