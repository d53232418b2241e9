import { expect, test } from 'vitest';
import { shrinkPicture } from './shrink-picture.ts';

test('a small picture stays as it is', () => {
  const picture = { width: 3, height: 2, channels: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) } as const;
  expect(shrinkPicture(picture, 3)).toBe(picture);
});

test('pixels of a large picture become their mean, also at edges that the factor does not divide', () => {
  const picture = {
    width: 3,
    height: 2,
    channels: 1,
    pixels: Uint8Array.of(0, 10, 200, 20, 30, 100),
  } as const;
  expect(shrinkPicture(picture, 2)).toEqual({
    width: 2,
    height: 1,
    channels: 1,
    pixels: Uint8Array.of(15, 150),
  });
});
