import { expect, test } from 'vitest';
import { movedRight } from './moved-right.ts';

const data = {
  images: Uint8Array.of(1, 2, 3, 4, 5, 6, /**/ 7, 8, 9, 10, 11, 12),
  labels: Uint8Array.of(1),
  count: 1,
  height: 2,
  width: 3,
  channels: 2,
};

test('each row moves to the right, with all its channels, and what falls off is gone', () => {
  expect(movedRight(data, 1).images).toEqual(Uint8Array.of(0, 0, 1, 2, 3, 4, /**/ 0, 0, 7, 8, 9, 10));
  expect(movedRight(data, 0).images).toEqual(data.images);
  expect(movedRight(data, 7).images).toEqual(new Uint8Array(12));
});
