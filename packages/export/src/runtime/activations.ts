import { erf } from './erf.ts';

/**
 * An activation function.
 *
 * @param width the length of the last axis, over which softmax normalizes
 */
export type ActivationFunction = (values: Float32Array, width: number) => Float32Array;

export const elu: ActivationFunction = each((x) => (x > 0 ? x : Math.expm1(x)));
export const gelu: ActivationFunction = each((x) => 0.5 * x * (1 + erf(x / Math.SQRT2)));
export const hardSigmoid: ActivationFunction = each((x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1));
export const mish: ActivationFunction = each((x) => x * Math.tanh(softplusOf(x)));
export const relu: ActivationFunction = each((x) => Math.max(x, 0));
export const relu6: ActivationFunction = each((x) => Math.min(Math.max(x, 0), 6));
export const selu: ActivationFunction = each(
  (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
);
export const sigmoid: ActivationFunction = each(sigmoidOf);
export const softplus: ActivationFunction = each(softplusOf);
export const softsign: ActivationFunction = each((x) => x / (1 + Math.abs(x)));
export const swish: ActivationFunction = each((x) => x * sigmoidOf(x));
export const tanh: ActivationFunction = each(Math.tanh);
export const softmax: ActivationFunction = eachRow((value, sum) => Math.exp(value) / sum);
export const logSoftmax: ActivationFunction = eachRow((value, sum) => value - Math.log(sum));

function sigmoidOf(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softplusOf(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function each(compute: (x: number) => number): ActivationFunction {
  return (values) => values.map((value) => compute(value));
}

/** @param compute of a value less the row's greatest, and the sum of the exponentials of all such */
function eachRow(compute: (value: number, sum: number) => number): ActivationFunction {
  return (values, width) => {
    const outputs = new Float32Array(values.length);
    for (let start = 0; start < values.length; start += width) {
      const row = values.subarray(start, start + width);
      const greatest = row.reduce((most, value) => Math.max(most, value), -Infinity);
      const sum = row.reduce((total, value) => total + Math.exp(value - greatest), 0);
      for (const [index, value] of row.entries()) outputs[start + index] = compute(value - greatest, sum);
    }
    return outputs;
  };
}
