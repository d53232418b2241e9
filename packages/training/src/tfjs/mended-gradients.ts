import {
  BatchMatMul,
  cast,
  div,
  equal,
  getGradient,
  type GradConfig,
  matMul,
  Max,
  registerGradient,
  reshape,
  sum,
  type Tensor,
  transpose,
  unregisterGradient,
} from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';

/**
 * Runs `step` with gradients that TensorFlow.js computes slowly, or gets wrong. That of matrix products multiplies with
 * `transposeA` or `transposeB`, for which the WASM backend has only a scalar loop; transposing first and then multiplying
 * takes its SIMD path, and gives the same sums in another order. That of maxima gives each of several equal ones the whole gradient; here they
 * share it, as in Keras. Gradients are registered for the whole process: `step` is synchronous, so no other code sees these.
 */
export function withMendedGradients<Result>(step: () => Result): Result {
  const stock = [BatchMatMul, Max].map(stockGradient);
  const [matMulGradient, maxGradient] = stock;
  if (matMulGradient) replaceGradient(fasterThan(matMulGradient));
  if (maxGradient) replaceGradient(sharedByEqualMaxima(maxGradient));
  try {
    return step();
  } finally {
    for (const each of stock) replaceGradient(each);
  }
}

function stockGradient(name: string): GradConfig {
  const stock = getGradient(name);
  if (!stock) throw new Error(`TensorFlow.js has no gradient for ${name}`);
  return stock;
}

function fasterThan(stock: GradConfig): GradConfig {
  return {
    ...stock,
    gradFunc: (upstream, saved, attributes) => {
      const [a, b] = saved;
      const transposed = attributes['transposeA'] === true || attributes['transposeB'] === true;
      if (transposed || !a || !b || Array.isArray(upstream)) {
        return stock.gradFunc(upstream, saved, attributes);
      }
      return {
        a: () => matMul(upstream, swapLastAxes(b)),
        b: () => matMul(swapLastAxes(a), upstream),
      };
    },
  };
}

const maxAttributes = z.object({ reductionIndices: z.union([z.number(), z.array(z.number())]) });

function sharedByEqualMaxima(stock: GradConfig): GradConfig {
  return {
    ...stock,
    gradFunc: (upstream, saved, attributes) => {
      const [input, maxima] = saved;
      if (!input || !maxima || Array.isArray(upstream)) return stock.gradFunc(upstream, saved, attributes);
      const { reductionIndices } = maxAttributes.parse(attributes);
      const axes = [reductionIndices].flat().map((axis) => (axis + input.rank) % input.rank);
      const kept = input.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
      const equalOnes = sum(cast(equal(input, reshape(maxima, kept)), 'float32'), axes);
      return stock.gradFunc(div(upstream, reshape(equalOnes, upstream.shape)), saved, attributes);
    },
  };
}

function replaceGradient(config: GradConfig): void {
  unregisterGradient(config.kernelName);
  registerGradient(config);
}

function swapLastAxes(matrices: Tensor): Tensor {
  const axes = matrices.shape.map((_, axis) => axis);
  return transpose(matrices, [...axes.slice(0, -2), matrices.rank - 1, matrices.rank - 2]);
}
