import * as z from 'zod/mini';
import { sizeOf } from '../shape.ts';
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

export interface DenseConfig {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly kernelInitializer?: Initializer | null | undefined;
  readonly biasInitializer?: Initializer | null | undefined;
  readonly kernelRegularizer?: Regularizer | null | undefined;
  readonly biasRegularizer?: Regularizer | null | undefined;
  readonly kernelConstraint?: Constraint | null | undefined;
  readonly biasConstraint?: Constraint | null | undefined;
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
    const { units, useBias } = config;
    return {
      outputShape: [...input.slice(0, -1), units],
      weights: [
        {
          name: 'kernel',
          shape: [sizeOf(input.slice(-1)), units],
          regularizer: config.kernelRegularizer,
          constraint: config.kernelConstraint,
        },
        ...(useBias
          ? [
              {
                name: 'bias',
                shape: [units],
                regularizer: config.biasRegularizer,
                constraint: config.biasConstraint,
              },
            ]
          : []),
      ],
    };
  },
};
