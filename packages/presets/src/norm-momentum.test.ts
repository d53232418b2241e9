import { expect, test } from 'vitest';
import { normMomentumFor } from './norm-momentum.ts';

test('the momentum is that of Keras where an epoch has enough steps, or is not known', () => {
  expect([undefined, 299, 938].map((steps) => normMomentumFor(steps))).toEqual([0.99, 0.99, 0.99]);
});

test('of fewer steps, an epoch leaves a twentieth of the statistics before it', () => {
  expect(normMomentumFor(298)).toBe(0.989998);
  expect(normMomentumFor(100)).toBe(0.970487);
  for (const steps of [29, 50, 100, 298]) expect(normMomentumFor(steps) ** steps).toBeCloseTo(0.05, 4);
});

test('of a few steps, it is that of PyTorch: a last batch of one image weighs a tenth', () => {
  expect([1, 2, 25, 28].map(normMomentumFor)).toEqual([0.9, 0.9, 0.9, 0.9]);
});
