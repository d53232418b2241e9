import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { checkComputation } from './computation-limit.ts';
import type { Layer } from '../model/layers-of.ts';
import { useWasmBackend } from '../tfjs/backend.ts';

beforeAll(async () => {
  await useWasmBackend();
});

function chain(shape: (number | null)[], ...others: Layer[]): LayersModel {
  const model = sequential();
  model.add(layers.inputLayer({ inputShape: shape }));
  for (const layer of others) model.add(layer);
  return model;
}

test('a network for images of 224x224 may be computed', () => {
  const model = chain(
    [224, 224, 3],
    layers.flatten(),
    layers.dense({ units: 128, activation: 'relu' }),
    layers.dense({ units: 10, activation: 'softmax' }),
  );
  expect(() => checkComputation(model)).not.toThrow();
});

test.each<[string, () => LayersModel, RegExp]>([
  [
    'numbers without end',
    () => chain([4096, 1], layers.dense({ units: 4096 })),
    /put out at most 16777216 numbers an image; found 16781312/,
  ],
  [
    'weights that are applied everywhere',
    () => chain([4096, 512], layers.dense({ units: 513 })),
    /at most 1073741824 operations an image; found about 108/,
  ],
  [
    'images of any size',
    () => chain([null, null, 1], layers.dense({ units: 1 })),
    /has a shape of unknown size/,
  ],
])('%s: refused', (_, model, message) => {
  expect(() => checkComputation(model())).toThrow(RangeError);
  expect(() => checkComputation(model())).toThrow(message);
});
