import { describe, expect, test } from 'vitest';
import { take } from './take.ts';

const data = {
  images: Uint8Array.from({ length: 12 }, (_, i) => i),
  labels: Uint8Array.of(5, 6, 7),
  count: 3,
  height: 2,
  width: 1,
  channels: 2,
};

describe('take', () => {
  test('gives the first samples, as views', () => {
    const { images, labels, count } = take(data, 2);
    expect([Array.from(images), Array.from(labels), count]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], [5, 6], 2]);
    expect(images.buffer).toBe(data.images.buffer);
    expect(labels.buffer).toBe(data.labels.buffer);
  });

  test('gives all where there are no more', () => {
    expect(take(data, 3)).toBe(data);
    expect(take(data, 1000)).toBe(data);
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses %s samples', (count) => {
    expect(() => take(data, count)).toThrow(RangeError);
  });
});
