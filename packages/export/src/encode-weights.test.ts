import { expect, test } from 'vitest';
import { modelOf } from '../test/example-models.ts';
import { storedWeights } from './index.ts';

/** A model whose dense kernel, `[n, 1]`, has these values. */
function kernelOf(values: readonly number[]) {
  const inputShape = [values.length, 1, 1] as const;
  const model = modelOf(
    'one kernel',
    [['Flatten'], ['Dense', { units: 1, use_bias: false }]],
    undefined,
    inputShape,
  );
  const [kernel] = model.weights;
  return { ...model, weights: [{ ...kernel!, values: Float32Array.from(values) }] };
}

const stored = (values: readonly number[], format: 'float16' | 'int8'): number[] =>
  Array.from(storedWeights(kernelOf(values), format)[0]!.values);

test('float16 keeps every number that it has', () => {
  const finite = Array.from({ length: 0x7c00 }, (_, bits) => {
    const [exponent, fraction] = [bits >> 10, bits & 1023];
    return exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
  const both = finite.flatMap((value) => [value, value === 0 ? 0 : -value]);
  expect(stored(both, 'float16')).toEqual(both);
});

test('float16 rounds to the nearest, and ties to the even one', () => {
  const ulp = 2 ** -10;
  const pairs = [
    [1 + 0.4 * ulp, 1],
    [1 + 0.5 * ulp, 1],
    [1 + 1.5 * ulp, 1 + 2 * ulp],
    [2 - 0.25 * ulp, 2],
    [-(1 + 0.6 * ulp), -(1 + ulp)],
    [2 ** -25, 0],
    [3 * 2 ** -26, 2 ** -24],
    [65_519, 65_504],
  ];
  expect(
    stored(
      pairs.map(([value]) => value!),
      'float16',
    ),
  ).toEqual(pairs.map(([, near]) => near));
});

test('float16 refuses what it cannot hold', () => {
  expect(() => stored([1, 65_520], 'float16')).toThrow(
    'layer_1/kernel has the value 65520, which float16 cannot hold',
  );
});

test('int8 has 255 even steps between the greatest value and its negative', () => {
  expect(stored([127, -127, 1, 0.4, -63.6], 'int8')).toEqual([127, -127, 1, 0, -64]);
  expect(stored([0, 0], 'int8')).toEqual([0, 0]);
});

test('int8 has a scale for each output channel', () => {
  const model = modelOf(
    'two channels',
    [
      ['DepthwiseConv2D', { kernel_size: 1, use_bias: false, depth_multiplier: 2 }],
      ['Flatten'],
      ['Dense', { units: 3 }],
    ],
    undefined,
    [9, 8, 2],
  );
  const [kernel, ...others] = model.weights;
  const values = Float32Array.of(100, 1, 0.01, 0.0001);
  const found = storedWeights({ ...model, weights: [{ ...kernel!, values }, ...others] }, 'int8')[0]!.values;
  expect(found).toEqual(values);
});
