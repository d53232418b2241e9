import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { fit, useWasmBackend } from '../index.ts';
import { normalizationsOf } from './normalizations.ts';

beforeAll(() => useWasmBackend());

/** With batch normalizations in a nested model and after it, which no `Network` can describe. */
const nestedModel = () =>
  sequential({
    layers: [
      layers.flatten({ inputShape: [2, 2, 1] }),
      sequential({
        layers: [layers.dense({ units: 3, inputShape: [4] }), layers.batchNormalization({ momentum: 0.9 })],
      }),
      layers.batchNormalization({ trainable: false }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });

test('batch normalizations are found in nested models too', () => {
  expect(normalizationsOf(nestedModel())).toEqual([
    { momentum: 0.9, trainable: true },
    { momentum: 0.99, trainable: false },
  ]);
  expect(normalizationsOf(sequential({ layers: [layers.flatten({ inputShape: [2, 2, 1] })] }))).toEqual([]);
});

test('a training of a nested model that learns ends with its result, and the warning about its statistics', async () => {
  const labels = Uint8Array.from({ length: 64 }, (_, index) => index % 2);
  const images = Uint8Array.from({ length: 256 }, (_, at) => 200 * labels[at >> 2]! + (at % 3));
  const samples = { images, labels, count: 64, height: 2, width: 2, channels: 1 };
  const result = await fit(nestedModel(), samples, { epochs: 10, learningRate: 0.05 });
  // Two steps of 32 samples in each epoch: 0.9^20 of the starting values is left.
  expect(result).toMatchObject({
    status: 'completed',
    warning: { kind: 'statistics behind', steps: 20, share: expect.closeTo(0.1216, 4) },
  });
});
