import { expect, test } from 'vitest';
import { placePixels } from './pixel-rows.ts';

test('the rows of a part of the pixels lie together, and each part begins with a block of 16', () => {
  // Blocks of 64 pixels go to four parts in turns. The first part has the fifth block too, which ends after 23 pixels.
  const { count, of } = placePixels(279);
  expect([0, 63, 256, 278].map((pixel) => of[pixel])).toEqual([0, 63, 64, 86]);
  expect([64, 127, 128, 192, 255].map((pixel) => of[pixel])).toEqual([96, 159, 160, 224, 287]);
  expect(count).toBe(288);
  expect(new Set(of).size).toBe(279);
});

test('the rows of a few pixels stay in order', () => {
  expect(placePixels(5)).toEqual({ count: 16, of: Uint32Array.of(0, 1, 2, 3, 4) });
});
