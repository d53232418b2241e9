import { expect, test } from 'vitest';
import { epochTicks, pathThrough, shareScale, sizeScale } from './scale.ts';

test('an axis of shares reaches to 1, and begins at a round share below the least value', () => {
  expect(shareScale([0.74, 0.88])).toEqual({ min: 0.7, max: 1, ticks: [0.7, 0.8, 0.9, 1] });
  expect(shareScale([0.52, 0.88])).toEqual({ min: 0.4, max: 1, ticks: [0.4, 0.6, 0.8, 1] });
  expect(shareScale([0.1, 0.88])).toMatchObject({ min: 0, max: 1 });
  expect(shareScale([])).toMatchObject({ min: 0.8, max: 1 });
});

test('an axis of shares stays where it is while a curve rises', () => {
  const scale = shareScale([0.74]);
  expect(shareScale([0.74, 0.8, 0.85, 0.9])).toEqual(scale);
});

test('an axis of sizes begins at 0, and ends at a round number', () => {
  expect(sizeScale([0.31, 0.62])).toEqual({ min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1] });
  expect(sizeScale([2.3]).max).toBe(4);
  expect(sizeScale([31, NaN, Infinity]).max).toBe(40);
  expect(sizeScale([]).max).toBe(1);
});

test('epochs are labelled at whole numbers, and not too many', () => {
  expect(epochTicks(5, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(epochTicks(30, 6)).toEqual([0, 5, 10, 15, 20, 25, 30]);
  expect(epochTicks(500, 6).length).toBeLessThanOrEqual(7);
});

test('a value that is not finite interrupts the line', () => {
  const place = ([x, y]: readonly [number, number]): readonly [number, number] => [x, y];
  expect(
    pathThrough(
      [
        [0, 1],
        [1, 2],
        [2, NaN],
        [3, 4],
      ],
      place,
    ),
  ).toBe('M0.0 1.0L1.0 2.0M3.0 4.0');
});
