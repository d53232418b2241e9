import { expect, test } from 'vitest';
import { sample } from './sample.ts';

/** Sorted by class: 60 of class 0, 30 of class 1, 10 of class 2. Each image is its own number. */
const sorted = {
  images: Uint8Array.from({ length: 100 }, (_, index) => index),
  labels: Uint8Array.from({ length: 100 }, (_, index) => (index < 60 ? 0 : index < 90 ? 1 : 2)),
  count: 100,
  height: 1,
  width: 1,
  channels: 1,
};

test('each class of a sorted set keeps its share, and samples keep their order', () => {
  const { images, labels, count } = sample(sorted, 20, { seed: 1 });
  expect(count).toBe(20);
  expect([0, 1, 2].map((label) => labels.filter((each) => each === label).length)).toEqual([12, 6, 2]);
  expect([...images]).toEqual([...images].toSorted((a, b) => a - b));
  expect(Array.from(images, (index) => sorted.labels[index])).toEqual([...labels]);
});

test('the same seed takes the same samples, another seed others', () => {
  const taken = (seed: number): number[] => [...sample(sorted, 20, { seed }).images];
  expect(taken(1)).toEqual(taken(1));
  expect(taken(1)).not.toEqual(taken(2));
});

test('more than there are is all', () => {
  expect(sample(sorted, 100, { seed: 1 })).toBe(sorted);
  expect(() => sample(sorted, 0, { seed: 1 })).toThrow(RangeError);
});

test('a class whose share is less than a sample gets one, if there is one for each', () => {
  // Shares of 10 are 9.8, 0.1 and 0.1: rounded, 10, 0 and 0.
  const labels = Uint8Array.from({ length: 100 }, (_, index) => (index < 98 ? 0 : index - 97));
  const rare = { ...sorted, labels };
  const counts = (count: number): number[] => {
    const taken = sample(rare, count, { seed: 1 });
    return [0, 1, 2].map((label) => taken.labels.filter((each) => each === label).length);
  };
  expect(counts(10)).toEqual([8, 1, 1]);
  expect(counts(3)).toEqual([1, 1, 1]);
  expect(counts(2)).toEqual([2, 0, 0]);
});
