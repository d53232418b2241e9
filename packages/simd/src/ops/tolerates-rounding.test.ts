import { networkOf } from '@atelier/network';
import { useWasmBackend } from '@atelier/training';
import { beforeAll, expect, test } from 'vitest';
import { output } from '../../test/picture-networks.ts';
import { modelOf, type Spec } from '../../test/reference.ts';
import { toleratesRounding } from './tolerates-rounding.ts';

beforeAll(() => useWasmBackend());

const conv: Spec = { type: 'conv', filters: 8, size: [3, 3], padding: 'same' };
const normalization: Spec = { type: 'normalization' };
const relu: Spec = { type: 'relu' };
const maximum: Spec = { type: 'pool', kind: 'max', size: [2, 2] };

function firstTolerates(...specs: readonly Spec[]): boolean {
  const { layers } = networkOf(modelOf([...specs, ...output], [8, 8, 1]));
  const [first] = layers;
  return first?.kind === 'Conv2D' && toleratesRounding(first, layers);
}

test('a convolution may round its pixels differently where batch normalization alone reads it', () => {
  expect(firstTolerates(conv, normalization, relu, conv, relu, maximum)).toBe(true);
  expect(firstTolerates(conv, normalization, relu)).toBe(true);
  expect(
    firstTolerates(conv, normalization, relu, conv, { type: 'add', inputs: [2, 3] }, normalization),
  ).toBe(true);
});

test('it may not where the sign of its zeros decides', () => {
  expect(firstTolerates(conv)).toBe(false);
  expect(firstTolerates(conv, relu)).toBe(false);
  expect(firstTolerates({ ...conv, activation: 'relu' }, normalization)).toBe(false);
  expect(firstTolerates(conv, normalization, { type: 'add', inputs: [0, 1] })).toBe(false);
});

test('it may not where one of equal maxima gets the gradient, before the next weights or past a sum', () => {
  expect(firstTolerates(conv, normalization, relu, maximum)).toBe(false);
  expect(firstTolerates(conv, normalization, { type: 'add', inputs: [1, 1] }, relu, maximum, conv)).toBe(
    false,
  );
  const past: Spec = { type: 'add', inputs: [2, 3] };
  expect(firstTolerates(conv, normalization, relu, conv, past, maximum)).toBe(false);
});
