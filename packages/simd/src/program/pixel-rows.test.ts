import { expect, test } from 'vitest';
import { placePixels } from './pixel-rows.ts';

test('the rows of a part of the pixels lie together, and parts follow each other at equal distances', () => {
  // Blocks of 64 pixels go to four parts in turns. The first part has the fifth block too, which ends after 23 pixels.
  const { count, of } = placePixels(279, 256);
  expect(count).toBe(4 * 112);
  expect([0, 63, 256, 278].map((pixel) => of[pixel])).toEqual([0, 63, 64, 86]);
  expect([64, 127, 128, 192, 255].map((pixel) => of[pixel])).toEqual([112, 175, 224, 336, 399]);
  expect(new Set(of).size).toBe(279);
});

test('the rows of a few pixels stay in order', () => {
  expect(placePixels(5, 512).of).toEqual(Uint32Array.of(0, 1, 2, 3, 4));
});

test.each([
  [5, 16],
  [279, 128],
  [784, 32],
  [784, 512],
  [27_648, 16_384],
])('after each part of %i pixels, whose rows have %i bytes, a page stays free', (pixels, rowBytes) => {
  const { count, of } = placePixels(pixels, rowBytes);
  for (let part = 0; part < 4; part++) {
    const end = ((part + 1) * count) / 4;
    const last = Math.max((part * count) / 4, ...of.filter((row) => row < end));
    expect((end - 1 - last) * rowBytes).toBeGreaterThanOrEqual(4096);
  }
});
