import { useWasmBackend } from '@atelier/training';
import { beforeAll, describe, expect, test } from 'vitest';
import { outcomeInTurn } from '../../test/outcome-in-turn.ts';
import { networkOf, output, pictureNetworks } from '../../test/picture-networks.ts';
import { modelOf, type Spec } from '../../test/reference.ts';
import { dense, input, ownedDense, pictures, tenants, wideDense } from '../../test/thread-networks.ts';

beforeAll(() => useWasmBackend());

const threadCounts = [2, 3, 5, 8];

describe('whichever thread comes first between two barriers, the bits are the same', () => {
  test.each<readonly [string, readonly Spec[], readonly [number, number, number]]>([
    ['a dense network', dense, input],
    ['a wide network', wideDense, input],
    ['a convolutional network', pictures, input],
    ['buffers of one size that take turns in one place', tenants, input],
    [
      'a dense layer that two threads own by its inputs, behind a convolution and a concatenation',
      ownedDense,
      input,
    ],
    ...pictureNetworks.map(
      ([name, body, size]) =>
        [name, networkOf(body, [...output.slice(0, 1), ...dense.slice(-1)]), size] as const,
    ),
  ])('%s', async (_, specs, size) => {
    const model = modelOf(specs, size);
    for (const batchSize of [3, 9]) {
      const alone = await outcomeInTurn(model, size, batchSize, { threads: 1 });
      for (const threads of threadCounts) {
        for (const reversed of [false, true]) {
          expect(await outcomeInTurn(model, size, batchSize, { threads, reversed })).toEqual(alone);
        }
      }
    }
  });
});

// The engine plans for all cores, and may run on fewer threads.
test.each([
  [8, 4],
  [8, 2],
  [8, 1],
  [6, 3],
  [4, 2],
  [2, 1],
])('a plan for %i threads computes the same bits on %i', async (planned, threads) => {
  for (const specs of [dense, wideDense, ownedDense]) {
    const model = modelOf(specs, input);
    for (const batchSize of [3, 9]) {
      const alone = await outcomeInTurn(model, input, batchSize, { threads: 1 });
      for (const reversed of [false, true]) {
        expect(await outcomeInTurn(model, input, batchSize, { threads, planned, reversed })).toEqual(alone);
      }
    }
  }
});
