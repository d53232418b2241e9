import { expect, test } from 'vitest';
import type { Samples } from './samples.ts';
import { setAside } from './set-aside.ts';

/** 40 images of one pixel, whose value is their index; a quarter is of class 1. */
const samples: Samples = {
  images: Uint8Array.from({ length: 40 }, (_, index) => index),
  labels: Uint8Array.from({ length: 40 }, (_, index) => Number(index % 4 === 0)),
  targets: Float32Array.from({ length: 80 }, (_, at) => (Number((at >> 1) % 4 === 0) === at % 2 ? 1 : 0)),
  count: 40,
  height: 1,
  width: 1,
  channels: 1,
};

test('the parts are disjoint, hold everything once, in order, and each class keeps its share', () => {
  const { training, validation } = setAside(samples, 0.2, 3);
  expect([training.count, validation.count]).toEqual([32, 8]);
  const [learnt, held] = [Array.from(training.images), Array.from(validation.images)];
  expect([...learnt, ...held].toSorted((a, b) => a - b)).toEqual(Array.from(samples.images));
  expect(held).toEqual(held.toSorted((a, b) => a - b));
  expect(held.filter((pixel) => pixel % 4 === 0)).toHaveLength(2);
  for (const { images, labels, targets } of [training, validation]) {
    expect(Array.from(labels!)).toEqual(Array.from(images, (pixel) => Number(pixel % 4 === 0)));
    expect(Array.from(targets!.filter((_, at) => at % 2 === 1))).toEqual(Array.from(labels!));
  }
});

test('the seed decides which, and samples with targets alone are cut alike', () => {
  const { labels: _, ...others } = samples;
  const held = (from: Samples, seed: number): string => setAside(from, 0.2, seed).validation.images.join();
  expect(held(samples, 3)).toBe(held(others, 3));
  expect(held(samples, 3)).not.toBe(held(samples, 4));
});

test.each([0, 1, -0.1, 1.5, Number.NaN, 0.01])('the fraction %d is refused', (fraction) => {
  expect(() => setAside(samples, fraction, 0)).toThrow(
    `validation is samples, or a fraction that leaves some of 40 in both parts; found ${fraction}`,
  );
});
