import { assert, array, double, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summarize } from './statistics.ts';

describe('summarize', () => {
  test('takes the middle of an odd number of values, by size and not by text', () => {
    expect(summarize([10, 9, 100])).toEqual({ min: 9, median: 10, max: 100 });
  });

  test('takes the mean of the two in the middle of an even number', () => {
    expect(summarize([4, 1, 3, 100])).toEqual({ min: 1, median: 3.5, max: 100 });
  });

  test('takes a single value for all three', () => {
    expect(summarize([0.25])).toEqual({ min: 0.25, median: 0.25, max: 0.25 });
  });

  test('refuses nothing at all', () => {
    expect(() => summarize([])).toThrow(new RangeError('No values to summarize'));
  });

  test('leaves as many values below the median as above it, whatever their order', () => {
    const values = array(double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });
    assert(
      property(values, (list) => {
        const { min, median, max } = summarize(list);
        expect(summarize(list.toReversed())).toEqual({ min, median, max });
        expect(list.every((value) => value >= min && value <= max)).toBe(true);
        const below = list.filter((value) => value < median).length;
        const above = list.filter((value) => value > median).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(list.length / 2);
      }),
    );
  });
});
