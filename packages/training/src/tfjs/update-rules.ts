import { add, div, mul, sqrt, square, sub, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { AdamConfig, OptimizerConfig } from '../settings/optimizers.ts';

/** One optimizer step on one weight. */
export interface Update {
  readonly weight: Variable;
  readonly gradient: Tensor;
  /** The weight's slots, by the names of `slotNames`. */
  readonly slots: Readonly<Record<string, Variable>>;
  readonly learningRate: number;
  /** From 1. */
  readonly step: number;
}

/** Takes one step on one weight, in place, by the rules that `OptimizerConfig` documents. Call it inside a `tidy`. */
export function applyUpdate(config: OptimizerConfig, update: Update): void {
  const { weight, gradient, slots, learningRate } = update;
  switch (config.name) {
    case 'sgd':
      descend(weight, mul(gradient, learningRate));
      return;
    case 'momentum': {
      const velocity = replace(slots['momentum']!, add(mul(slots['momentum']!, config.momentum), gradient));
      const direction = config.nesterov ? add(mul(velocity, config.momentum), gradient) : velocity;
      descend(weight, mul(direction, learningRate));
      return;
    }
    case 'rmsprop': {
      const v = replace(slots['v']!, movingAverage(slots['v']!, square(gradient), config.rho));
      const scaled = div(mul(gradient, learningRate), sqrt(add(v, config.epsilon)));
      const velocity = slots['momentum'];
      descend(weight, velocity ? replace(velocity, add(mul(velocity, config.momentum), scaled)) : scaled);
      return;
    }
    case 'adam':
      adam(config, update);
      return;
    case 'adamw':
      descend(weight, mul(weight, learningRate * config.weightDecay));
      adam(config, update);
  }
}

function adam(
  { beta1, beta2, epsilon }: Pick<AdamConfig, 'beta1' | 'beta2' | 'epsilon'>,
  { weight, gradient, slots, learningRate, step }: Update,
): void {
  const m = replace(slots['m']!, movingAverage(slots['m']!, gradient, beta1));
  const v = replace(slots['v']!, movingAverage(slots['v']!, square(gradient), beta2));
  const denominator = add(sqrt(div(v, 1 - beta2 ** step)), epsilon);
  descend(weight, div(mul(m, learningRate / (1 - beta1 ** step)), denominator));
}

function movingAverage(average: Tensor, value: Tensor, decay: number): Tensor {
  return add(mul(average, decay), mul(value, 1 - decay));
}

function replace(variable: Variable, value: Tensor): Tensor {
  variable.assign(value);
  return value;
}

function descend(weight: Variable, difference: Tensor): void {
  weight.assign(sub(weight, difference));
}
