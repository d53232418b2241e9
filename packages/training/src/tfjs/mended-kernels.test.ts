import { RandomStream } from '@atelier/random';
import {
  avgPool,
  conv2d,
  depthwiseConv2d,
  maxPool,
  mul,
  ones,
  type Scalar,
  sum,
  type Tensor4D,
  tensor4d,
  tidy,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
// Registers the operations' gradients.
import '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { withMendedKernels } from './mended-kernels.ts';
import { useWasmBackend } from './backend.ts';

beforeAll(() => useWasmBackend());

type Shape = [number, number, number, number];
type Operation = (input: Tensor4D, filter: Tensor4D) => Tensor4D;

function random(shape: Shape, name: string): Tensor4D {
  const stream = new RandomStream(1, name);
  const size = shape.reduce((total, length) => total * length, 1);
  const values = Float32Array.from({ length: size }, () => 2 * stream.uniform() - 1);
  return tensor4d(values, shape);
}

function product(left: Tensor4D, right: Tensor4D): Scalar {
  return sum<Scalar>(mul(left, right));
}

/**
 * An operation that is linear in its input and in its filter gives for any other input what the product with its gradient
 * gives: the two differences.
 */
function mismatches(operation: Operation, input: Shape, filter: Shape): readonly number[] {
  return tidy(() => {
    const x = variable(random(input, 'input'));
    const w = variable(random(filter, 'filter'));
    const upstream = random(operation(x, w).shape, 'upstream');
    const loss = (): Scalar => product(operation(x, w), upstream);
    const { grads } = withMendedKernels(() => variableGrads(loss, [x, w]));
    const others = [random(input, 'other input'), random(filter, 'other filter')] as const;
    const expected = [operation(others[0], w), operation(x, others[1])].map((output) =>
      product(output, upstream),
    );
    const found = [x, w].map(({ name }, i) => sum(mul(grads[name] ?? 0, others[i] ?? 0)));
    return found.map((value, i) => value.dataSync()[0]! - expected[i]!.dataSync()[0]!);
  });
}

test.each([
  ['valid', [1, 1]],
  ['same', [1, 1]],
  ['same', [2, 2]],
  ['valid', [3, 2]],
] as const)(
  'gradients of linear operations are those of linear operations: %s, strides %j',
  (pad, [sy, sx]) => {
    const image: Shape = [2, 7, 6, 3];
    const differences = [
      ...mismatches((x, w) => conv2d(x, w, [sy, sx], pad), image, [3, 2, 3, 5]),
      ...mismatches((x, w) => depthwiseConv2d(x, w, [sy, sx], pad), image, [3, 2, 3, 2]),
      ...mismatches((x, w) => mul(avgPool(x, [3, 2], [sy, sx], pad), sum(w)), image, [1, 1, 1, 1]),
    ];
    for (const difference of differences) expect(Math.abs(difference)).toBeLessThan(5e-5);
  },
);

test('the first of the greatest numbers of a window gets its gradient, though none is above 0', () => {
  const gradient = tidy(() => {
    const input = variable(tensor4d([-3, -1, -1, 0, 0, -2, -4, -5, -6], [1, 3, 3, 1]));
    const upstream = tensor4d([1, 10, 100, 1000], [1, 2, 2, 1]);
    const pooled = (): Scalar => product(maxPool(input, 2, 1, 'valid'), upstream);
    const { grads } = withMendedKernels(() => variableGrads(pooled, [input]));
    return grads[input.name]!.dataSync();
  });
  // Windows: -3 -1 0 0, -1 -1 0 -2, 0 0 -4 -5, 0 -2 -5 -6.
  expect(Array.from(gradient)).toEqual([0, 0, 0, 101, 1010, 0, 0, 0, 0]);
});

test.each([
  ['same', [1, 3], [2, 2]],
  ['same', [2, 2], [3, 3]],
  ['same', [3, 1], [1, 3]],
  ['valid', [1, 1], [3, 2]],
] as const)(
  'convolutions whose strides are larger than their kernels: %s, kernel %j, strides %j',
  (pad, size, strides) => {
    const [rows, columns] = [7, 6];
    const [[height, width], [sy, sx]] = [size, strides];
    // Each pixel is its place in memory, and a filter of ones sums them.
    const places = Float32Array.from({ length: rows * columns }, (_, place) => place);
    const [whole, depthwise] = withMendedKernels(() =>
      tidy(() => {
        const input = tensor4d(places, [1, rows, columns, 1]);
        const filter = ones<Tensor4D['rankType']>([height, width, 1, 1]);
        return [conv2d(input, filter, [sy, sx], pad), depthwiseConv2d(input, filter, [sy, sx], pad)].map(
          (output) => Array.from(output.dataSync()),
        );
      }),
    );
    const starts = (length: number, kernel: number, stride: number): readonly number[] => {
      const count = pad === 'same' ? Math.ceil(length / stride) : Math.floor((length - kernel) / stride) + 1;
      const before = Math.floor(Math.max((count - 1) * stride + kernel - length, 0) / 2);
      return Array.from({ length: count }, (_, i) => i * stride - (pad === 'same' ? before : 0));
    };
    const range = (start: number, kernel: number, length: number): readonly number[] =>
      Array.from({ length: kernel }, (_, i) => start + i).filter((at) => at >= 0 && at < length);
    const expected = starts(rows, height, sy).flatMap((top) =>
      starts(columns, width, sx).map((left) =>
        range(top, height, rows)
          .flatMap((y) => range(left, width, columns).map((x) => y * columns + x))
          .reduce((total, place) => total + place, 0),
      ),
    );
    expect(whole).toEqual(expected);
    expect(depthwise).toEqual(expected);
  },
);
