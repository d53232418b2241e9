import { expect, test } from 'vitest';
import { normMomentum } from './norm-momentum.ts';

test('the momentum is that of Keras where an epoch has enough steps, or is not known', () => {
  expect([undefined, 299, 938].map((steps) => normMomentum(steps))).toEqual([0.99, 0.99, 0.99]);
});

test('of fewer steps, an epoch leaves a twentieth of the statistics before it', () => {
  expect(normMomentum(1)).toBe(0.05);
  expect(normMomentum(2)).toBeCloseTo(0.223607, 6);
  expect(normMomentum(25)).toBeCloseTo(0.887072, 6);
  for (const steps of [3, 25, 100, 298]) expect(normMomentum(steps) ** steps).toBeCloseTo(0.05, 10);
});
