import { networkOf } from '@atelier/network';
import { useWasmBackend } from '@atelier/training';
import { beforeAll, expect, test } from 'vitest';
import { output } from '../../test/picture-networks.ts';
import { modelOf, type Spec } from '../../test/reference.ts';
import { isNormalized } from './readers.ts';

beforeAll(() => useWasmBackend());

const conv: Spec = { type: 'conv', filters: 8, size: [3, 3], padding: 'same' };
const normalization: Spec = { type: 'normalization' };
const relu: Spec = { type: 'relu' };

function firstIsNormalized(...specs: readonly Spec[]): boolean {
  const { layers } = networkOf(modelOf([...specs, ...output], [8, 8, 1]));
  const [first] = layers;
  return first?.kind === 'Conv2D' && isNormalized(first, layers);
}

test('a convolution is normalized where batch normalization alone reads it', () => {
  expect(firstIsNormalized(conv, normalization, relu)).toBe(true);
  expect(
    firstIsNormalized(conv, normalization, relu, conv, { type: 'add', inputs: [2, 3] }, normalization),
  ).toBe(true);
});

test('it is not where anything else reads it, or its own activation', () => {
  expect(firstIsNormalized(conv)).toBe(false);
  expect(firstIsNormalized(conv, relu)).toBe(false);
  expect(firstIsNormalized({ ...conv, activation: 'relu' }, normalization)).toBe(false);
  expect(firstIsNormalized(conv, normalization, { type: 'add', inputs: [0, 1] })).toBe(false);
});
