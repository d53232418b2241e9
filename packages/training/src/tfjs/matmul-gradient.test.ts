// Registers the gradients that it takes apart.
import '@tensorflow/tfjs-layers';
import { BatchMatMul, getGradient, grads, matMul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useWasmBackend } from '../index.ts';
import { withFastMatMulGradient } from './matmul-gradient.ts';

beforeAll(() => useWasmBackend());

function ramp(shape: number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Array.from({ length: size }, (_, index) => Math.sin(index + size)),
    shape,
  );
}

describe('withFastMatMulGradient', () => {
  test.each([
    ['two matrices', [3, 4], [4, 5], false, false],
    ['a vector of ones row', [1, 4], [4, 1], false, false],
    ['batches of matrices', [2, 3, 4], [2, 4, 5], false, false],
    ['a transposed left side', [4, 3], [4, 5], true, false],
    ['a transposed right side', [3, 4], [5, 4], false, true],
  ])('gives the stock gradient of %s', (_, left, right, transposeA, transposeB) => {
    const inputs = [ramp(left), ramp(right)];
    const gradient = grads((a: Tensor, b: Tensor) => matMul(a, b, transposeA, transposeB));
    const stock = gradient(inputs);
    const fast = withFastMatMulGradient(() => gradient(inputs));
    for (const [index, expected] of stock.entries()) {
      expect(fast[index]!.shape).toEqual(expected.shape);
      const values = fast[index]!.dataSync();
      for (const [i, value] of expected.dataSync().entries()) expect(values[i]).toBeCloseTo(value, 6);
    }
  });

  test('leaves the stock gradient registered, also when the step throws', () => {
    const stock = getGradient(BatchMatMul);
    expect(withFastMatMulGradient(() => getGradient(BatchMatMul))).not.toBe(stock);
    expect(getGradient(BatchMatMul)).toBe(stock);
    const failing = (): never =>
      withFastMatMulGradient(() => {
        throw new Error('no step');
      });
    expect(failing).toThrow('no step');
    expect(getGradient(BatchMatMul)).toBe(stock);
  });
});
