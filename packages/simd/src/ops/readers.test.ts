import { networkOf } from '@atelier/network';
import { useWasmBackend } from '@atelier/training';
import { beforeAll, expect, test } from 'vitest';
import { output } from '../../test/picture-networks.ts';
import { modelOf, type Spec } from '../../test/reference.ts';
import { toleratesRounding } from './readers.ts';

beforeAll(() => useWasmBackend());

const conv: Spec = { type: 'conv', filters: 8, size: [3, 3], padding: 'same' };
const normalization: Spec = { type: 'normalization' };
const relu: Spec = { type: 'relu' };

function firstTolerates(...specs: readonly Spec[]): boolean {
  const { layers } = networkOf(modelOf([...specs, ...output], [8, 8, 1]));
  const [first] = layers;
  return first?.kind === 'Conv2D' && toleratesRounding(first, layers);
}

test('a convolution may round its pixels differently where batch normalization alone reads it', () => {
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
