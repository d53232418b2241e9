import { expect, test } from 'vitest';
import type { Samples } from './samples.ts';
import { withTargets } from './with-targets.ts';

const samples: Samples = {
  images: Uint8Array.of(1, 2, 3),
  labels: Uint8Array.of(2, 0, 1),
  count: 3,
  height: 1,
  width: 1,
  channels: 1,
};

test('labels become one-hot rows where the loss reads targets', () => {
  const { targets } = withTargets(samples, 'categoricalCrossentropy', 3);
  expect(Array.from(targets!)).toEqual([0, 0, 1, 1, 0, 0, 0, 1, 0]);
});

test('targets that are there, and samples of other losses, stay as they are', () => {
  const soft = { ...samples, targets: new Float32Array(9).fill(1 / 3) };
  expect(withTargets(soft, 'categoricalCrossentropy', 3)).toBe(soft);
  expect(withTargets(samples, 'sparseCategoricalCrossentropy', 3)).toBe(samples);
  expect(withTargets(samples, 'binaryCrossentropy', 1)).toBe(samples);
});

test('a label beyond the model’s classes is refused, and never written into another row', () => {
  expect(() => withTargets(samples, 'categoricalCrossentropy', 2)).toThrow(
    "Labels are from 0 to 1, one for each of the model's classes; found 2 at index 0",
  );
});
