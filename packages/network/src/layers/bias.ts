import type { Constraint, Initializer, Regularizer } from './fields.ts';
import type { LayerWeight } from './layer-kind.ts';

/** Settings of the summand that a layer adds to each of its outputs. */
export interface BiasConfig {
  readonly useBias: boolean;
  readonly biasInitializer?: Initializer | null | undefined;
  readonly biasRegularizer?: Regularizer | null | undefined;
  readonly biasConstraint?: Constraint | null | undefined;
}

/** A layer's bias, if it has one, as the last of its weights. */
export function bias(config: BiasConfig, outputs: number): readonly LayerWeight[] {
  if (!config.useBias) return [];
  return [
    {
      name: 'bias',
      shape: [outputs],
      regularizer: config.biasRegularizer,
      constraint: config.biasConstraint,
    },
  ];
}
