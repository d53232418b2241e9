import fc from 'fast-check';
import { expect, test } from 'vitest';
import { enlarge, placeDrawing } from './place-drawing.ts';

const side = 140;

/** A filled rectangle on a blank pad. */
function rectangle(left: number, top: number, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(side * side);
  for (let row = top; row < top + height; row++)
    pixels.fill(200, row * side + left, row * side + left + width);
  return pixels;
}

const place = (pixels: Uint8Array): Uint8Array => placeDrawing({ pixels, height: side, width: side }, 28);

test('a shape of any size at any place fills the frame in its longer side, and is centred', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 6, max: 30 }),
      fc.integer({ min: 0, max: 80 }),
      fc.integer({ min: 0, max: 20 }),
      (width, left, top) => {
        const placed = place(rectangle(left, top, width, width * 4));
        const columns = Array.from({ length: 28 }, (_, column) => placed[14 * 28 + column]!);
        expect(columns).toEqual([...Array(10).fill(0), ...Array(7).fill(200), ...Array(11).fill(0)]);
        expect(placed[13]).toBe(200);
        expect(placed[27 * 28 + 13]).toBe(200);
      },
    ),
    { numRuns: 30 },
  );
});

test('a blank pad stays blank, and the soft edge of a stroke is no ink', () => {
  expect(place(new Uint8Array(side * side)).every((value) => value === 0)).toBe(true);
  expect(place(rectangle(0, 0, side, side).map(() => 20)).every((value) => value === 0)).toBe(true);
});

test('an enlarged picture that fills its frame is placed as it was', () => {
  const pixels = Uint8Array.from({ length: 28 * 28 }, (_, index) => 40 + (index % 200));
  const enlarged = enlarge({ pixels, height: 28, width: 28 }, 5);
  expect(place(enlarged)).toEqual(pixels);
});
