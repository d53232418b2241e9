// Registers the gradients that it takes apart.
import '@tensorflow/tfjs-layers';
import {
  BatchMatMul,
  getGradient,
  grads,
  matMul,
  max,
  mul,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useWasmBackend } from '../index.ts';
import { withMendedGradients } from './mended-gradients.ts';

beforeAll(() => useWasmBackend());

function ramp(shape: number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Array.from({ length: size }, (_, index) => Math.sin(index + size)),
    shape,
  );
}

describe('withMendedGradients', () => {
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
    const fast = withMendedGradients(() => gradient(inputs));
    for (const [index, expected] of stock.entries()) {
      expect(fast[index]!.shape).toEqual(expected.shape);
      const values = fast[index]!.dataSync();
      for (const [i, value] of expected.dataSync().entries()) expect(values[i]).toBeCloseTo(value, 6);
    }
  });

  test.each([
    ['over two axes', [1, 2], false],
    ['over one axis, counted from the end, which stays', -1, true],
  ])('shares the gradient of a maximum %s between equal ones, as Keras does', (_, axis, keepDims) => {
    // [1, 2, 2, 2]
    const input = tensor([
      [
        [
          [3, 3],
          [3, 1],
        ],
        [
          [0, 3],
          [2, 2],
        ],
      ],
    ]);
    const upstream = ramp(max(input, axis, keepDims).shape);
    const [found] = withMendedGradients(() =>
      grads((x: Tensor) => mul(max(x, axis, keepDims), upstream))([input]),
    );
    const u = upstream.dataSync();
    const expected =
      axis === -1
        ? [u[0]! / 2, u[0]! / 2, u[1], 0, 0, u[2], u[3]! / 2, u[3]! / 2]
        : [u[0]! / 2, u[1]! / 2, u[0]! / 2, 0, 0, u[1]! / 2, 0, 0];
    for (const [i, value] of expected.entries()) expect(found!.dataSync()[i]).toBeCloseTo(value!, 6);
  });

  test('leaves the stock gradient registered, also when the step throws', () => {
    const stock = getGradient(BatchMatMul);
    expect(withMendedGradients(() => getGradient(BatchMatMul))).not.toBe(stock);
    expect(getGradient(BatchMatMul)).toBe(stock);
    const failing = (): never =>
      withMendedGradients(() => {
        throw new Error('no step');
      });
    expect(failing).toThrow('no step');
    expect(getGradient(BatchMatMul)).toBe(stock);
  });
});
