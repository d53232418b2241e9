import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { checkComputation } from './computation-limit.ts';
import type { Layer } from './layers-of.ts';
import { useWasmBackend } from './tfjs/backend.ts';

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
    layers.conv2d({ filters: 32, kernelSize: 3, strides: 2, activation: 'relu' }),
    layers.conv2d({ filters: 64, kernelSize: 3, strides: 2, activation: 'relu' }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 128, kernelSize: 3, activation: 'relu' }),
    layers.globalAveragePooling2d({}),
    layers.dense({ units: 10, activation: 'softmax' }),
  );
  expect(() => checkComputation(model)).not.toThrow();
});

test.each<[string, () => LayersModel, RegExp]>([
  [
    'numbers without end',
    () => chain([8, 8, 1], layers.zeroPadding2d({ padding: 2045 })),
    /put out at most 16777216 numbers an image; found 16793668/,
  ],
  [
    'pooling that looks at everything from everywhere',
    () => chain([512, 512, 1], layers.maxPooling2d({ poolSize: 256, strides: 1, padding: 'same' })),
    /at most 1073741824 operations an image; found about 17180655616/,
  ],
  [
    'a convolution as large as its image',
    () => chain([512, 512, 1], layers.conv2d({ filters: 1, kernelSize: 129, padding: 'same' })),
    /operations an image/,
  ],
  [
    'images of any size',
    () => chain([null, null, 1], layers.globalAveragePooling2d({})),
    /has a shape of unknown size: \[, , 1\]/,
  ],
])('%s: refused', (_, model, message) => {
  expect(() => checkComputation(model())).toThrow(RangeError);
  expect(() => checkComputation(model())).toThrow(message);
});
