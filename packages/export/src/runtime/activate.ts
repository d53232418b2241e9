import type { ActivationName } from '@atelier/network';

const { exp, expm1, log, log1p, max, min, tanh } = Math;

const sigmoid = (x: number): number => 1 / (1 + exp(-x));
const softplus = (x: number): number => max(x, 0) + log1p(exp(-Math.abs(x)));

const functions: Readonly<
  Record<Exclude<ActivationName, 'linear' | 'softmax' | 'logSoftmax'>, (x: number) => number>
> = {
  elu: (x) => (x > 0 ? x : expm1(x)),
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  hardSigmoid: (x) => min(max(0.2 * x + 0.5, 0), 1),
  mish: (x) => x * tanh(softplus(x)),
  relu: (x) => max(x, 0),
  relu6: (x) => min(max(x, 0), 6),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * expm1(x)),
  sigmoid,
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  swish: (x) => x * sigmoid(x),
  tanh,
};

/**
 * The values after an activation function.
 *
 * @param width the length of the last axis, over which softmax normalizes
 */
export function activate(name: ActivationName, values: Float32Array, width: number): Float32Array {
  if (name === 'linear') return values;
  if (name !== 'softmax' && name !== 'logSoftmax') return values.map((value) => functions[name](value));
  const outputs = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += width) {
    const row = values.subarray(start, start + width);
    const greatest = row.reduce((most, value) => max(most, value), -Infinity);
    let sum = 0;
    for (const value of row) sum += exp(value - greatest);
    for (const [index, value] of row.entries()) {
      outputs[start + index] = name === 'softmax' ? exp(value - greatest) / sum : value - greatest - log(sum);
    }
  }
  return outputs;
}

/** The error function, to 1.5e-7: Abramowitz and Stegun, 7.1.26, as TensorFlow.js computes it. */
export function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - series * exp(-x * x));
}
