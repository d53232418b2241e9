import * as z from 'zod/mini';
import { bool, fraction, notNegative, positive } from './ranges.ts';

/**
 * Optimizers with Keras' names and defaults. The update rules are TensorFlow.js's (`g` is the gradient, `t` counts
 * steps from 1, every slot starts at 0).
 */
export type OptimizerConfig = SgdConfig | MomentumConfig | RmspropConfig | AdamConfig | AdamwConfig;

/** The name of an optimizer. */
export type OptimizerName = OptimizerConfig['name'];

/** An optimizer by name, or with some of its settings; what is left out takes Keras' default. */
export type OptimizerOption =
  | OptimizerName
  | {
      [Name in OptimizerName]: { name: Name } & Partial<Extract<OptimizerConfig, { name: Name }>>;
    }[OptimizerName];

/** `w -= learningRate * g` */
interface SgdConfig {
  readonly name: 'sgd';
  /** Default 0.01. */
  readonly learningRate: number;
}

/** `a = momentum * a + g; w -= learningRate * (nesterov ? g + momentum * a : a)` */
interface MomentumConfig {
  readonly name: 'momentum';
  /** Default 0.01. */
  readonly learningRate: number;
  /** In [0, 1), default 0.9. */
  readonly momentum: number;
  /** Default false. */
  readonly nesterov: boolean;
}

/** `v = rho * v + (1 - rho) * g²; a = momentum * a + learningRate * g / sqrt(v + epsilon); w -= a` */
interface RmspropConfig {
  readonly name: 'rmsprop';
  /** Default 0.001. */
  readonly learningRate: number;
  /** In [0, 1), default 0.9. */
  readonly rho: number;
  /** In [0, 1), default 0. */
  readonly momentum: number;
  /** Above 0, default 1e-7. */
  readonly epsilon: number;
}

/**
 * `m = beta1 * m + (1 - beta1) * g; v = beta2 * v + (1 - beta2) * g²;`
 * `w -= learningRate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)` (Kingma and Ba 2015)
 */
export interface AdamConfig {
  readonly name: 'adam';
  /** Default 0.001. */
  readonly learningRate: number;
  /** In [0, 1), default 0.9. */
  readonly beta1: number;
  /** In [0, 1), default 0.999. */
  readonly beta2: number;
  /** Above 0, default 1e-7. */
  readonly epsilon: number;
}

/** `w -= learningRate * weightDecay * w` for every weight, biases too, then `adam` (Loshchilov and Hutter 2019). */
interface AdamwConfig extends Omit<AdamConfig, 'name'> {
  readonly name: 'adamw';
  /** At least 0, default 0.004. */
  readonly weightDecay: number;
}

const adamSettings = {
  learningRate: z._default(positive, 0.001),
  beta1: z._default(fraction, 0.9),
  beta2: z._default(fraction, 0.999),
  epsilon: z._default(positive, 1e-7),
};

/** Fills in defaults and refuses unknown or out-of-range settings. */
export const optimizerSchema: z.ZodMiniType<OptimizerConfig> = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('sgd'), learningRate: z._default(positive, 0.01) }),
  z.strictObject({
    name: z.literal('momentum'),
    learningRate: z._default(positive, 0.01),
    momentum: z._default(fraction, 0.9),
    nesterov: z._default(bool, false),
  }),
  z.strictObject({
    name: z.literal('rmsprop'),
    learningRate: z._default(positive, 0.001),
    rho: z._default(fraction, 0.9),
    momentum: z._default(fraction, 0),
    epsilon: z._default(positive, 1e-7),
  }),
  z.strictObject({ name: z.literal('adam'), ...adamSettings }),
  z.strictObject({
    name: z.literal('adamw'),
    ...adamSettings,
    weightDecay: z._default(notNegative, 0.004),
  }),
]);

/** All optimizers' names, in the order in which help texts list them. */
export const optimizerNames: readonly OptimizerName[] = ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'];

/**
 * The names of the tensors that an optimizer keeps for each trainable weight, in the order in which
 * `EngineSession.getOptimizerSlots` gives them: all of the first name, then all of the second.
 */
export function slotNames(config: OptimizerConfig): readonly ('m' | 'v' | 'momentum')[] {
  switch (config.name) {
    case 'sgd':
      return [];
    case 'momentum':
      return ['momentum'];
    case 'rmsprop':
      return config.momentum > 0 ? ['v', 'momentum'] : ['v'];
    case 'adam':
    case 'adamw':
      return ['m', 'v'];
  }
}
