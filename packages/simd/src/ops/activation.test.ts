import { expect, test } from 'vitest';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { useWasmBackend } from '@atelier/training';
import { gradientMismatches } from '../../test/gradient-mismatches.ts';
import type { Spec } from '../../test/reference.ts';
import { explainUnsupported } from '../engine.ts';

const pixels = [{ type: 'rescaling', scale: 1 / 255, offset: 0 }, { type: 'flatten' }] as const;
const output = { type: 'dense', units: 3, activation: 'softmax' } as const;

test.each(['linear', 'relu', 'elu', 'tanh', 'sigmoid', 'softmax'] as const)(
  'gradients flow through %s of a dense layer',
  async (activation) => {
    const hidden = { type: 'dense', units: 6, activation } as const;
    expect(
      await gradientMismatches({
        specs: [...pixels, hidden, output],
        input: [4, 4, 1],
        classes: 3,
        spread: 3,
      }),
    ).toEqual([]);
  },
);

test.each<Spec>([
  { type: 'activation', name: 'relu' },
  { type: 'activation', name: 'softmax' },
  { type: 'relu' },
  { type: 'leakyRelu', alpha: 0.3 },
  { type: 'leakyRelu', alpha: 0 },
  { type: 'elu', alpha: 1 },
  { type: 'softmax' },
])('gradients flow through the layer %o', async (layer) => {
  const hidden = { type: 'dense', units: 6 } as const;
  expect(
    await gradientMismatches({
      specs: [...pixels, hidden, layer, output],
      input: [4, 4, 1],
      classes: 3,
      spread: 3,
    }),
  ).toEqual([]);
});

test('an activation may follow another one: each keeps the values that its derivative needs', async () => {
  const specs = [
    ...pixels,
    { type: 'dense', units: 6, activation: 'tanh' },
    { type: 'activation', name: 'sigmoid' },
    { type: 'rescaling', scale: 2, offset: -1 },
    { type: 'elu', alpha: 1 },
    { type: 'dense', units: 3, activation: 'tanh' },
    { type: 'softmax' },
  ] as const;
  expect(await gradientMismatches({ specs, input: [3, 4, 1], classes: 3, spread: 2 })).toEqual([]);
  expect(await gradientMismatches({ specs, input: [3, 4, 1], classes: 3, spread: 2, threads: 2 })).toEqual(
    [],
  );
});

test('an activation may stand before the first dense layer', async () => {
  const specs = [
    ...pixels,
    { type: 'activation', name: 'tanh' },
    { type: 'dense', units: 5 },
    output,
  ] as const;
  expect(await gradientMismatches({ specs, input: [3, 3, 2], classes: 3 })).toEqual([]);
});

test('names an activation that it does not compile', async () => {
  await useWasmBackend();
  const model = sequential({
    layers: [
      layers.flatten({ inputShape: [2, 2, 1] }),
      layers.dense({ name: 'swish', units: 4, activation: 'swish' }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  const config = {
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'sgd', learningRate: 1 },
    batchSize: 4,
    globalClipNorm: null,
    seed: 0,
  } as const;
  expect(explainUnsupported(model, config)).toContain('Layer "swish" (Dense) has activation swish');
});
