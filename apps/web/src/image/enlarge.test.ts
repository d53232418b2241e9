import { expect, test } from 'vitest';
import { enlarge } from './enlarge.ts';

/** The rows of a drawing of 4 x 4. */
function rowsOf(drawing: Uint8Array): string[] {
  return [0, 4, 8, 12].map((start) => drawing.subarray(start, start + 4).join(' '));
}

test('each pixel becomes a square, and what is not square lies in the middle', () => {
  const square = enlarge(Uint8Array.of(1, 2, 3, 4), { height: 2, width: 2 }, 4);
  expect(rowsOf(square)).toEqual(['1 1 2 2', '1 1 2 2', '3 3 4 4', '3 3 4 4']);
  const wide = enlarge(Uint8Array.of(7, 9), { height: 1, width: 2 }, 4);
  expect(rowsOf(wide)).toEqual(['0 0 0 0', '7 7 9 9', '7 7 9 9', '0 0 0 0']);
});
