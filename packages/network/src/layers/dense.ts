import * as z from 'zod/mini';
import { sizeOf } from '../shape.ts';
import { bias, type BiasConfig } from './bias.ts';
import {
  type ActivationName,
  type Constraint,
  constraint,
  count,
  flag,
  type Initializer,
  initializer,
  mostUnits,
  noActivityRegularizer,
  optionalActivation,
  type Regularizer,
  regularizer,
} from './fields.ts';
import type { LayerKind } from './layer-kind.ts';

export interface DenseConfig extends BiasConfig {
  readonly units: number;
  readonly activation: ActivationName;
  readonly kernelInitializer?: Initializer | null | undefined;
  readonly kernelRegularizer?: Regularizer | null | undefined;
  readonly kernelConstraint?: Constraint | null | undefined;
}

/** `activation(input · kernel + bias)` over the last axis. */
export const dense: LayerKind<DenseConfig> = {
  config: z.object({
    units: count(mostUnits),
    activation: optionalActivation,
    useBias: flag(true),
    kernelInitializer: initializer,
    biasInitializer: initializer,
    kernelRegularizer: regularizer,
    biasRegularizer: regularizer,
    activityRegularizer: noActivityRegularizer,
    kernelConstraint: constraint,
    biasConstraint: constraint,
  }),
  describe(config, [input = []]) {
    const { units } = config;
    return {
      outputShape: [...input.slice(0, -1), units],
      weights: [
        {
          name: 'kernel',
          shape: [sizeOf(input.slice(-1)), units],
          regularizer: config.kernelRegularizer,
          constraint: config.kernelConstraint,
        },
        ...bias(config, units),
      ],
    };
  },
};
