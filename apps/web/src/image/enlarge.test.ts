import { expect, test } from 'vitest';
import { enlarge } from './enlarge.ts';

test('each pixel becomes a square, and what is not square lies in the middle', () => {
  expect([...enlarge(Uint8Array.of(1, 2, 3, 4), { height: 2, width: 2 }, 4)]).toEqual([
    ...[1, 1, 2, 2],
    ...[1, 1, 2, 2],
    ...[3, 3, 4, 4],
    ...[3, 3, 4, 4],
  ]);
  expect([...enlarge(Uint8Array.of(7, 9), { height: 1, width: 2 }, 4)]).toEqual([
    ...[0, 0, 0, 0],
    ...[7, 7, 9, 9],
    ...[7, 7, 9, 9],
    ...[0, 0, 0, 0],
  ]);
});
