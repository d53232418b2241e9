import * as z from 'zod/mini';
import { NetworkError } from '../error.ts';
import { shapeText } from '../shape.ts';
import {
  type Constraint,
  constraint,
  flag,
  type Initializer,
  initializer,
  type Regularizer,
  regularizer,
} from './fields.ts';
import type { LayerKind } from './layer-kind.ts';

export interface BatchNormalizationConfig {
  /** The last axis, counted from the batch axis, or -1. */
  readonly axis: number;
  /** Of the moving statistics, in [0, 1]. */
  readonly momentum: number;
  /** Added to the variance, above 0. */
  readonly epsilon: number;
  /** Whether there is a beta. */
  readonly center: boolean;
  /** Whether there is a gamma. */
  readonly scale: boolean;
  readonly gammaInitializer?: Initializer | null | undefined;
  readonly betaInitializer?: Initializer | null | undefined;
  readonly movingMeanInitializer?: Initializer | null | undefined;
  readonly movingVarianceInitializer?: Initializer | null | undefined;
  readonly gammaRegularizer?: Regularizer | null | undefined;
  readonly betaRegularizer?: Regularizer | null | undefined;
  readonly gammaConstraint?: Constraint | null | undefined;
  readonly betaConstraint?: Constraint | null | undefined;
}

const fraction = z.number('a number from 0 to 1').check(z.gte(0, 'at least 0'), z.lte(1, 'at most 1'));

/** `gamma * (x - mean) / sqrt(variance + epsilon) + beta`, for each entry of the last axis. */
export const batchNormalization: LayerKind<BatchNormalizationConfig> = {
  config: z.object({
    axis: z.pipe(
      z.nullish(z.int('an integer')),
      z.transform((axis) => axis ?? -1),
    ),
    momentum: z.pipe(
      z.nullish(fraction),
      z.transform((momentum) => momentum ?? 0.99),
    ),
    epsilon: z.pipe(
      z.nullish(z.number('a number above 0').check(z.gt(0, 'above 0'))),
      z.transform((epsilon) => epsilon ?? 1e-3),
    ),
    center: flag(true),
    scale: flag(true),
    gammaInitializer: initializer,
    betaInitializer: initializer,
    movingMeanInitializer: initializer,
    movingVarianceInitializer: initializer,
    gammaRegularizer: regularizer,
    betaRegularizer: regularizer,
    gammaConstraint: constraint,
    betaConstraint: constraint,
  }),
  describe(config, [input = []]) {
    const { axis, scale, center } = config;
    if (input.length > 3) throw new NetworkError(`takes at most 3 axes; its input is ${shapeText(input)}`);
    if (axis !== -1 && axis !== input.length) {
      throw new NetworkError(`has axis ${axis}; only the last of ${shapeText(input)}, -1, is supported`);
    }
    const shape = input.slice(-1);
    return {
      outputShape: input,
      weights: [
        ...(scale
          ? [
              {
                name: 'gamma',
                shape,
                regularizer: config.gammaRegularizer,
                constraint: config.gammaConstraint,
              },
            ]
          : []),
        ...(center
          ? [{ name: 'beta', shape, regularizer: config.betaRegularizer, constraint: config.betaConstraint }]
          : []),
        { name: 'moving_mean', shape, statistic: true },
        { name: 'moving_variance', shape, statistic: true },
      ],
    };
  },
};
