import { useWasmBackend } from '@atelier/training';
import { beforeAll, describe, expect, test } from 'vitest';
import { outcomeInTurn } from '../../test/outcome-in-turn.ts';
import { networkOf, output } from '../../test/picture-networks.ts';
import { modelOf, type Spec } from '../../test/reference.ts';
import { dense, input, pictures, wideDense } from '../../test/thread-networks.ts';

beforeAll(() => useWasmBackend());

/** Of eight channels, as many as classes: no dense layer follows, whose own scratch memory would be the largest. */
const channels: Spec = { type: 'conv', filters: 8, size: [1, 1], activation: 'tanh' };
const same = { type: 'conv', filters: 8, padding: 'same' } as const;

/** The layer in question, and the size of the pictures. */
const bodies: readonly (readonly [string, readonly Spec[], readonly [number, number, number]])[] = [
  ["Winograd's algorithm", [channels, { ...same, size: [3, 3], activation: 'relu' }], [4, 3, 2]],
  [
    "Winograd's algorithm in larger tiles, with a normalization",
    [channels, { ...same, size: [3, 3] }, { type: 'normalization' }, { type: 'relu' }],
    [5, 7, 2],
  ],
  ['a convolution of bytes', [{ ...same, size: [5, 4] }], [9, 7, 3]],
  ['a convolution with a border', [channels, { ...same, size: [5, 4], strides: [1, 2] }], [7, 6, 1]],
  ['a convolution without one', [channels, { type: 'conv', filters: 8, size: [2, 3] }], [6, 6, 1]],
  [
    'a depthwise convolution',
    [channels, { type: 'depthwise', multiplier: 1, size: [4, 5], padding: 'same' }],
    [7, 6, 1],
  ],
  [
    'a depthwise convolution with two kernels a channel',
    [
      { ...channels, filters: 4 },
      { type: 'depthwise', multiplier: 2, size: [3, 3], strides: [2, 1], padding: 'same' },
    ],
    [7, 6, 1],
  ],
  [
    'pools',
    [
      channels,
      { type: 'pool', kind: 'max', size: [3, 2], strides: [2, 1], padding: 'same' },
      { type: 'pool', kind: 'average', size: [2, 3], padding: 'same' },
    ],
    [6, 7, 1],
  ],
];

describe('kernels read of their scratch memory what they have written, and write no further', () => {
  test.each<readonly [string, readonly Spec[], readonly [number, number, number], number]>([
    ['a dense network', dense, input, 9],
    ['a wide network, in batches that do not stay in the cache', wideDense, input, 1000],
    ['a dense layer of many inputs', networkOf([channels], output), [9, 9, 1], 9],
    ['a network of everything', pictures, input, 9],
    ...bodies.map(
      ([name, body, size]) =>
        [
          name,
          networkOf(body, [{ type: 'globalPool', kind: 'average' }, { type: 'softmax' }]),
          size,
          9,
        ] as const,
    ),
  ])('%s', async (_, specs, size, large) => {
    const model = modelOf(specs, size);
    for (const threads of [1, 3]) {
      for (const batchSize of [3, large]) {
        const zeroed = await outcomeInTurn(model, size, batchSize, { threads, scratch: 0 });
        // Floats of these bytes are NaN.
        expect(await outcomeInTurn(model, size, batchSize, { threads, scratch: 0xff })).toBe(zeroed);
      }
    }
  });
});
