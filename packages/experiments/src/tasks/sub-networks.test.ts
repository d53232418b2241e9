import { expect, test } from 'vitest';
import { halves } from '../../test/halves.ts';
import { trainTask } from '../experiments/train-task.ts';
import { type SubNetworksTask, subNetworks } from './sub-networks.ts';
import { train } from './train.ts';

function taskWith(dropout: number, masks: number, hidden: readonly number[] = [8]): SubNetworksTask {
  const network = trainTask(
    { epochs: 2, seeds: 1, limit: 120, inputs: 16, classes: 2 },
    { hidden, dropout, data: { limit: 120, validation: { kind: 'none' }, size: null } },
  );
  return { kind: 'sub-networks', network, masks };
}

test('the whole network is as right as the one that the engine evaluates', async () => {
  const task = taskWith(0.5, 4);
  const { whole } = await subNetworks.run(task, 1, halves);
  const { test: measured } = await train.run(task.network, 1, halves);
  expect(whole).toBeCloseTo(measured.accuracy, 12);
});

test('without dropout each part is the whole network', async () => {
  const { whole, average, part, meanDifference, correlation } = await subNetworks.run(
    taskWith(0, 3),
    0,
    halves,
  );
  expect([average, part]).toEqual([whole, expect.closeTo(whole, 12)]);
  expect(meanDifference).toBeLessThan(1e-12);
  expect(correlation).toBeGreaterThan(0);
  expect(correlation).toBeLessThanOrEqual(1 + 1e-12);
});

test('a network of another shape is refused by name', async () => {
  await expect(subNetworks.run(taskWith(0.5, 2, [8, 8]), 0, halves)).rejects.toThrow(
    'sub-networks need one hidden layer of relu, found 8, 8 of relu',
  );
});
