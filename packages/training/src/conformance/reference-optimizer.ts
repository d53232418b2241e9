import type { OptimizerConfig } from '../settings/optimizers.ts';

/** One optimizer step in float64, number by number, as `OptimizerConfig` documents it. Changes `weights` and slots. */
export function updateWeight(
  config: OptimizerConfig,
  weights: number[],
  gradient: readonly number[],
  slots: { get(name: string): number[] },
  learningRate: number,
  step: number,
): void {
  for (const [i, g] of gradient.entries()) {
    switch (config.name) {
      case 'sgd':
        weights[i]! -= learningRate * g;
        break;
      case 'momentum': {
        const a = slots.get('a');
        a[i] = config.momentum * a[i]! + g;
        weights[i]! -= learningRate * (config.nesterov ? g + config.momentum * a[i] : a[i]);
        break;
      }
      case 'rmsprop': {
        const v = slots.get('v');
        const a = slots.get('a');
        v[i] = config.rho * v[i]! + (1 - config.rho) * g * g;
        a[i] = config.momentum * a[i]! + (learningRate * g) / Math.sqrt(v[i] + config.epsilon);
        weights[i]! -= a[i];
        break;
      }
      case 'adamw':
      case 'adam': {
        const m = slots.get('m');
        const v = slots.get('v');
        if (config.name === 'adamw') weights[i]! -= learningRate * config.weightDecay * weights[i]!;
        m[i] = config.beta1 * m[i]! + (1 - config.beta1) * g;
        v[i] = config.beta2 * v[i]! + (1 - config.beta2) * g * g;
        const denominator = Math.sqrt(v[i] / (1 - config.beta2 ** step)) + config.epsilon;
        weights[i]! -= (learningRate * (m[i] / (1 - config.beta1 ** step))) / denominator;
        break;
      }
    }
  }
}
