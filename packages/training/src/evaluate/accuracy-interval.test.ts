import { expect, test } from 'vitest';
import { accuracyInterval } from './accuracy-interval.ts';

/** The bounds are where the accuracy is 1.96 standard errors of the bound itself away. */
function deviations(accuracy: number, count: number, bound: number): number {
  return Math.abs(accuracy - bound) / Math.sqrt((bound * (1 - bound)) / count);
}

test.each([
  [0.875, 10_000],
  [0.5, 20],
  [0.9, 37],
])('each bound of %d of %d samples is 1.96 of its own standard errors away', (accuracy, count) => {
  for (const bound of accuracyInterval(accuracy, count)) {
    expect(deviations(accuracy, count, bound)).toBeCloseTo(1.959963984540054, 10);
  }
});

test('the interval of an accuracy of 1 ends at 1', () => {
  const [low, high] = accuracyInterval(1, 100);
  expect(high).toBe(1);
  expect(low).toBeCloseTo(1 / (1 + 1.959963984540054 ** 2 / 100), 12);
});
