import { expect, test } from 'vitest';
import { peerLayers } from './peer-layers.ts';

test('says a dense network with the activations and dropout that it implies', () => {
  expect(peerLayers({ layers: 'dense 8, dense 4, output', dropout: 0.2 })).toEqual([
    { kind: 'dense', units: 8, relu: true },
    { kind: 'dropout', rate: 0.2 },
    { kind: 'dense', units: 4, relu: true },
    { kind: 'dropout', rate: 0.2 },
  ]);
});

test('says a convolution before batch normalization without bias and activation, and flattens pictures', () => {
  const conv = { kind: 'conv', kernel: [3, 3] };
  expect(
    peerLayers({ layers: 'conv 8 3x3 same, norm, relu, pool 2, conv 4 3x3, output', dropout: 0 }),
  ).toEqual([
    { ...conv, filters: 8, padding: 'same', bias: false, relu: false },
    { kind: 'norm' },
    { kind: 'relu' },
    { kind: 'pool', size: [2, 2] },
    { ...conv, filters: 4, padding: 'valid', bias: true, relu: true },
    { kind: 'flatten' },
  ]);
});

test('flattens pictures before the first dense layer', () => {
  const layers = peerLayers({ layers: 'conv 8 3x3, pool 2, dense 5, dense 4, output', dropout: 0 });
  expect(layers.map(({ kind }) => kind)).toEqual(['conv', 'pool', 'flatten', 'dense', 'dense']);
});

test('leaves a picture that is averaged as it is', () => {
  expect(peerLayers({ layers: 'conv 8 3x3, global-average, output', dropout: 0 }).at(-1)).toEqual({
    kind: 'global-average',
  });
});

test('refuses a layer that peers do not have', () => {
  expect(() => peerLayers({ layers: 'separable 8 3x3, output', dropout: 0 })).toThrow(
    new RangeError('The bench\'s peers have no layer "separable"'),
  );
});
