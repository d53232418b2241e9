import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mix, RandomStream, streamKey, uint32At } from './index.ts';

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('uint32At', () => {
  test('keeps to these numbers for good: runs, checkpoints and kernels rely on them', () => {
    expect([0, 1, 2, 0xffffffff].map((counter) => uint32At(0x12345678, counter))).toMatchInlineSnapshot(`
      [
        1452899903,
        3821553863,
        1771400331,
        3549599968,
      ]
    `);
    expect(streamKey(0, 'shuffle', 1)).toMatchInlineSnapshot(`2481984450`);
  });

  test('spreads over 256 bins as a uniform variable does (chi-squared, 255 degrees of freedom, p > 1e-4)', () => {
    for (const key of [0, 1, 0x9e3779b9]) {
      const bins = new Float64Array(256);
      const draws = 256 * 400;
      for (let i = 0; i < draws; i++) bins[uint32At(key, i) >>> 24]! += 1;
      const chiSquared = bins.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0);
      expect(chiSquared).toBeGreaterThan(180);
      expect(chiSquared).toBeLessThan(345);
    }
  });

  test('has no correlation between neighbouring keys or counters beyond chance', () => {
    const n = 20_000;
    const centred = (key: number, counter: number): number => uint32At(key, counter) / 2 ** 32 - 0.5;
    let keys = 0;
    let counters = 0;
    for (let i = 0; i < n; i++) {
      keys += centred(7, i) * centred(8, i);
      counters += centred(7, i) * centred(7, i + 1);
    }
    // The standard deviation of such a sum is sqrt(n) / 12.
    expect(Math.abs(keys)).toBeLessThan((4 * Math.sqrt(n)) / 12);
    expect(Math.abs(counters)).toBeLessThan((4 * Math.sqrt(n)) / 12);
  });

  test('mix loses nothing: 100,000 inputs give 100,000 outputs', () => {
    expect(new Set(Array.from({ length: 100_000 }, (_, i) => mix(i))).size).toBe(100_000);
  });
});

describe('streamKey', () => {
  test('tells names, orders and seeds apart', () => {
    const keys = [
      streamKey(1, 'a', 'b'),
      streamKey(1, 'b', 'a'),
      streamKey(1, 'ab'),
      streamKey(1, 'a', 0),
      streamKey(2, 'a', 'b'),
      streamKey(1 + 2 ** 32, 'a', 'b'),
      streamKey(1),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => streamKey(seed)).toThrow(RangeError);
  });
});

describe('RandomStream', () => {
  test('repeats itself for the same seed and name, and only for those', () => {
    const draw = (...path: [number, ...string[]]): number[] => {
      const stream = new RandomStream(...path);
      return Array.from({ length: 8 }, () => stream.uint32());
    };
    expect(draw(1, 'shuffle')).toEqual(draw(1, 'shuffle'));
    expect(draw(1, 'shuffle')).not.toEqual(draw(2, 'shuffle'));
    expect(draw(1, 'shuffle')).not.toEqual(draw(1, 'dropout'));
  });

  test('permutation holds every index once', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 300 }), (seed, count) => {
        const order = new RandomStream(seed, 'shuffle').permutation(count);
        expect(Array.from(order).toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: count }, (_, i) => i),
        );
      }),
    );
  });

  test('permutation gives each of the 6 orders of 3 items as often as the others', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const key = new RandomStream(seed).permutation(3).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 expected, standard deviation sqrt(6000 * 1/6 * 5/6) = 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * 29);
  });

  test.each([0, -1, 1.5, 2 ** 32 + 1, 2 ** 54 - 1, Number.NaN])('below refuses the limit %d', (limit) => {
    expect(() => new RandomStream(0).below(limit)).toThrow(
      `A stream draws below an integer from 1 to 4294967296; found ${limit}`,
    );
  });

  test('below stays below its limit', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, limit) => {
        const value = new RandomStream(seed).below(limit);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(limit);
      }),
    );
  });
});
