import { expect, test } from 'vitest';
import { Snapshots } from './snapshots.ts';

/** Of 8 bytes. */
const weights = (value: number): { name: string; shape: number[]; values: Float32Array }[] => [
  { name: 'output/kernel', shape: [2], values: Float32Array.of(value, value) },
];

test('all epochs are kept while there is room', () => {
  const snapshots = new Snapshots(80);
  for (let epoch = 0; epoch < 10; epoch++) snapshots.add(epoch, weights(epoch));
  expect(snapshots.epochs).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(snapshots.at(7)).toEqual(weights(7));
});

test('without room every second one goes; the first, the last and the limit stay', () => {
  const snapshots = new Snapshots(80);
  for (let epoch = 0; epoch <= 500; epoch++) {
    snapshots.add(epoch, weights(epoch));
    expect(snapshots.epochs.length).toBeLessThanOrEqual(10);
    expect(snapshots.epochs[0]).toBe(0);
    expect(snapshots.epochs.at(-1)).toBe(epoch);
  }
  expect(snapshots.epochs.length).toBeGreaterThan(4);
});

test('weights larger than the limit leave the first and the last', () => {
  const snapshots = new Snapshots(4);
  for (let epoch = 0; epoch < 5; epoch++) snapshots.add(epoch, weights(epoch));
  expect(snapshots.epochs).toEqual([0, 4]);
});
