import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseShard, shardOf } from './shard.ts';

test('all shards together hold each entry once, and differ by one entry at most', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 30 }), (length, count) => {
      const entries = Array.from({ length }, (_, index) => index);
      const shards = Array.from({ length: count }, (_, index) =>
        shardOf(entries, { index: index + 1, count }),
      );
      expect(shards.flat().toSorted((a, b) => a - b)).toEqual(entries);
      const sizes = shards.map((shard) => shard.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('shards count from 1', () => {
  expect(parseShard('1/3')).toEqual({ index: 1, count: 3 });
  expect(shardOf(['a', 'b', 'c', 'd'], parseShard('2/3'))).toEqual(['b']);
});

test('entries of one number stay together', () => {
  const entries = ['a0', 'a1', 'b2', 'c1', 'd0', 'e3'];
  const numberOf = (entry: string): number => Number(entry[1]);
  expect(shardOf(entries, parseShard('1/2'), numberOf)).toEqual(['a0', 'b2', 'd0']);
  expect(shardOf(entries, parseShard('2/2'), numberOf)).toEqual(['a1', 'c1', 'e3']);
});

test.each(['0/2', '3/2', '1/0', '1', 'a/b', '-1/2', '1/2/3', '', '1/10001', '1/1e9'])(
  '%s is not a shard',
  (text) => {
    expect(() => parseShard(text)).toThrow(`found ${text}`);
  },
);
