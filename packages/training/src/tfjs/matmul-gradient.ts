import {
  BatchMatMul,
  getGradient,
  type GradConfig,
  matMul,
  registerGradient,
  type Tensor,
  transpose,
  unregisterGradient,
} from '@tensorflow/tfjs-core';

/**
 * Runs `step` with a gradient of matrix products that the WASM backend computes fast. The stock one multiplies with
 * `transposeA` or `transposeB`, for which the backend has only a scalar loop; transposing first and then multiplying
 * takes its SIMD path, and gives the same sums in another order. Gradients are registered for the whole process: `step`
 * is synchronous, so no other code sees this one.
 */
export function withFastMatMulGradient<Result>(step: () => Result): Result {
  const stock = getGradient(BatchMatMul);
  if (!stock) throw new Error('TensorFlow.js has no gradient for matrix products');
  replaceGradient(fasterThan(stock));
  try {
    return step();
  } finally {
    replaceGradient(stock);
  }
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

function replaceGradient(config: GradConfig): void {
  unregisterGradient(BatchMatMul);
  registerGradient(config);
}

function swapLastAxes(matrices: Tensor): Tensor {
  const axes = matrices.shape.map((_, axis) => axis);
  return transpose(matrices, [...axes.slice(0, -2), matrices.rank - 1, matrices.rank - 2]);
}
