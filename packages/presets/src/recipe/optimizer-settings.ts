import { found } from '@atelier/checks';
import {
  type OptimizerConfig,
  type OptimizerName,
  optimizerNames,
  optimizerSchema,
} from '@atelier/training/settings';
import type * as z from 'zod/mini';
import type { Declaration } from './declaration.ts';
import { choice, notNegativeTo, positiveTo, share, yesOrNo } from './kind.ts';
import { limits } from './limits.ts';

/** The optimizers' settings, of which each optimizer has some. */
export interface OptimizerSettings {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly rho: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

export const optimizerName: Declaration<OptimizerName> = {
  flag: 'optimizer',
  placeholder: 'name',
  help: optimizerNames.join(', '),
  label: 'optimizer',
  kind: choice('optimizer', optimizerNames),
};

/** The optimizers define their defaults, and which of them they have. */
export const optimizerSettings: {
  readonly [Name in keyof OptimizerSettings]: Declaration<OptimizerSettings[Name]>;
} = {
  learningRate: {
    flag: 'learning-rate',
    placeholder: 'rate',
    help: `above 0, at most ${limits.learningRate}`,
    label: 'learning rate',
    kind: positiveTo(limits.learningRate),
  },
  momentum: {
    flag: 'momentum',
    placeholder: 'share',
    help: 'of momentum and rmsprop: the share of the last step that is added, 0 to below 1',
    label: 'momentum',
    kind: share,
  },
  nesterov: {
    flag: 'nesterov',
    placeholder: 'yes|no',
    help: 'of momentum: look ahead by the momentum',
    label: 'Nesterov momentum',
    kind: yesOrNo,
  },
  rho: {
    flag: 'rho',
    placeholder: 'share',
    help: 'of rmsprop: decay of the mean of squared gradients, 0 to below 1',
    label: 'rho',
    kind: share,
  },
  beta1: {
    flag: 'beta1',
    placeholder: 'share',
    help: 'of adam and adamw: decay of the mean of gradients, 0 to below 1',
    label: 'beta1',
    kind: share,
  },
  beta2: {
    flag: 'beta2',
    placeholder: 'share',
    help: 'of adam and adamw: decay of the mean of squared gradients, 0 to below 1',
    label: 'beta2',
    kind: share,
  },
  epsilon: {
    flag: 'epsilon',
    placeholder: 'number',
    help: `of rmsprop, adam and adamw: avoids division by zero; above 0, at most ${limits.epsilon}`,
    label: 'epsilon',
    kind: positiveTo(limits.epsilon),
  },
  weightDecay: {
    flag: 'weight-decay',
    placeholder: 'factor',
    help: `of adamw: each step shrinks weights by the learning rate times this; from 0 to ${limits.penalty}`,
    label: 'weight decay',
    kind: notNegativeTo(limits.penalty),
  },
};

/** An optimizer whose settings are all within the ranges above. */
export const recipeOptimizer: z.ZodMiniType<OptimizerConfig> = optimizerSchema.check(({ value, issues }) => {
  for (const [name, input] of Object.entries(value)) {
    const declared = Object.entries(optimizerSettings).find(([setting]) => setting === name);
    if (!declared) continue;
    const [, { kind }] = declared;
    if (kind.schema.safeParse(input).success) continue;
    issues.push({
      code: 'custom',
      input,
      path: [name],
      message: `takes ${kind.takes}; found ${found(input)}`,
    });
  }
});
