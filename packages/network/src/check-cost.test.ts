import { expect, test } from 'vitest';
import { checkCost, type Network, networkFromTopology, NetworkError } from './index.ts';

/** A chain of layers on images of a shape. */
function chain(shape: readonly number[], ...layers: readonly (readonly [string, object])[]): Network {
  return networkFromTopology({
    class_name: 'Sequential',
    config: [
      { class_name: 'InputLayer', config: { name: 'images', batch_input_shape: [null, ...shape] } },
      ...layers.map(([className, config], index) => ({
        class_name: className,
        config: { name: `layer${index}`, ...config },
      })),
    ],
  });
}

test('a network for images of 224x224 may be computed', () => {
  const network = chain(
    [224, 224, 3],
    ['Flatten', {}],
    ['Dense', { units: 128, activation: 'relu' }],
    ['Dense', { units: 10, activation: 'softmax' }],
  );
  expect(() => checkCost(network)).not.toThrow();
});

test.each<[string, () => Network, RegExp]>([
  [
    'numbers without end',
    () => chain([4096, 1], ['Dense', { units: 4096 }]),
    /put out at most 16777216 numbers per image; found 16781312/,
  ],
  [
    'weights that are applied everywhere',
    () => chain([4096, 512], ['Dense', { units: 513 }]),
    /at most 1073741824 operations per image; found about 108/,
  ],
  [
    'filters that are applied everywhere',
    () => chain([256, 256, 64], ['Conv2D', { filters: 64, kernel_size: 5 }]),
    /at most 1073741824 operations per image; found about 65/,
  ],
  [
    'windows as large as the image at every pixel',
    () => chain([512, 512, 1], ['AveragePooling2D', { pool_size: 512, strides: 1, padding: 'same' }]),
    /operations per image; found about 687/,
  ],
  [
    'zeros without end',
    () => chain([1, 1, 4], ['ZeroPadding2D', { padding: 4096 }]),
    /at most 16777216 numbers per image; found 2685/,
  ],
  ['sizes beyond all numbers', () => chain([2 ** 53 - 1, 2 ** 53 - 1], ['Flatten', {}]), /numbers per image/],
])('%s: refused', (_, network, message) => {
  expect(() => checkCost(network())).toThrow(NetworkError);
  expect(() => checkCost(network())).toThrow(message);
});
