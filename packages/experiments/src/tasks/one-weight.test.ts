import { expect, test } from 'vitest';
import { halves } from '../../test/halves.ts';
import { type OneWeightTask, oneWeight } from './one-weight.ts';

const task: OneWeightTask = {
  kind: 'one-weight',
  images: 120,
  epochs: 3,
  factors: [0.05, 0.5, 4],
  steps: 40,
  distance: 1,
};

/** Labels that the pixels say nothing about: along a weight that told classes apart, the loss might have no minimum. */
const { train } = halves.data;
const labels = train.labels.map((_, index) => (index >> 1) % 2);
const context = { ...halves, data: { ...halves.data, train: { ...train, labels } } };

test('the curvature is the second difference of the curve at its minimum', async () => {
  const { curve, curvature, lowest } = await oneWeight.run(task, 0, context);
  const [before, at, after] = [39, 40, 41].map((index) => curve[index]!);
  const step = after![0] - at![0];
  expect(at).toEqual([0, lowest]);
  expect(lowest).toBe(Math.min(...curve.map(([, loss]) => loss)));
  expect((before![1] - 2 * at![1] + after![1]) / step ** 2 / curvature).toBeCloseTo(1, 2);
});

test('a small rate creeps, half of the limit settles, and beyond the limit it jumps from side to side', async () => {
  const { paths, curvature } = await oneWeight.run(task, 0, context);
  const [slow, right, large] = paths;
  expect(right!.rate).toBeCloseTo(1 / curvature, 9);
  expect(Math.abs(right!.points.at(-1)![0])).toBeLessThan(1e-3);
  const weights = slow!.points.map(([w]) => w);
  expect(weights).toEqual(weights.toSorted((a, b) => a - b));
  expect(weights.at(-1)).toBeLessThan(0);
  const [last, previous] = [large!.points.at(-1)![0], large!.points.at(-2)![0]];
  expect(last * previous).toBeLessThan(0);
});
