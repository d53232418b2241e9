import type { OptimizerConfig } from '@atelier/training';
import {
  OPTIMIZER,
  OPTIMIZER_DECAY,
  OPTIMIZER_DECAY_REST,
  OPTIMIZER_EPSILON,
  OPTIMIZER_MOMENTUM,
  OPTIMIZER_MOMENTUM_REST,
} from '../memory/control.ts';
import type { EngineMemory } from '../memory/engine-memory.ts';
import {
  OPTIMIZER_ADAM,
  OPTIMIZER_ADAMW,
  OPTIMIZER_HEAVY_BALL,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_RMSPROP,
  OPTIMIZER_RMSPROP_MOMENTUM,
  OPTIMIZER_SGD,
} from '../opcodes.ts';

/** Floats per step: see `stepCoefficients`. */
export const COEFFICIENTS = 4;

/** Writes an optimizer's rule and its constants, which no step changes. */
export function writeOptimizer(memory: EngineMemory, config: OptimizerConfig): void {
  const { rule, momentum = 0, decay = 0, epsilon = 0 } = constants(config);
  memory.integers(OPTIMIZER, 1)[0] = rule;
  memory.floats(OPTIMIZER_MOMENTUM, 1)[0] = momentum;
  memory.floats(OPTIMIZER_MOMENTUM_REST, 1)[0] = 1 - momentum;
  memory.floats(OPTIMIZER_DECAY, 1)[0] = decay;
  memory.floats(OPTIMIZER_DECAY_REST, 1)[0] = 1 - decay;
  memory.floats(OPTIMIZER_EPSILON, 1)[0] = epsilon;
}

interface Constants {
  readonly rule: number;
  readonly momentum?: number;
  readonly decay?: number;
  readonly epsilon?: number;
}

function constants(config: OptimizerConfig): Constants {
  switch (config.name) {
    case 'sgd':
      return { rule: OPTIMIZER_SGD };
    case 'momentum':
      return { rule: config.nesterov ? OPTIMIZER_NESTEROV : OPTIMIZER_HEAVY_BALL, momentum: config.momentum };
    case 'rmsprop': {
      const { momentum, rho: decay, epsilon } = config;
      return {
        rule: momentum > 0 ? OPTIMIZER_RMSPROP_MOMENTUM : OPTIMIZER_RMSPROP,
        momentum,
        decay,
        epsilon,
      };
    }
    case 'adam':
    case 'adamw': {
      const rule = config.name === 'adam' ? OPTIMIZER_ADAM : OPTIMIZER_ADAMW;
      return { rule, momentum: config.beta1, decay: config.beta2, epsilon: config.epsilon };
    }
  }
}

/**
 * What the kernels need of a step: learning rate; Adam's rate and epsilon with both bias corrections folded in; the
 * factor of decayed weights.
 *
 * @param step from 1
 */
export function stepCoefficients(
  config: OptimizerConfig,
  learningRate: number,
  step: number,
): readonly [number, number, number, number] {
  if (config.name !== 'adam' && config.name !== 'adamw') return [learningRate, 0, 0, 0];
  const first = 1 - integerPower(config.beta1, step);
  const second = Math.sqrt(1 - integerPower(config.beta2, step));
  const decay = config.name === 'adamw' ? 1 - learningRate * config.weightDecay : 1;
  return [learningRate, (learningRate * second) / first, config.epsilon * second, decay];
}

/** By multiplication only: the last bits of `**` depend on the JavaScript engine. */
function integerPower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
