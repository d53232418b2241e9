import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stroke } from './brush.ts';

const size = 28;
const empty = (): { pixels: Uint8Array; height: number; width: number } => ({
  pixels: new Uint8Array(size * size),
  height: size,
  width: size,
});

describe('stroke', () => {
  test('inks the pixel under it fully, and nothing far away', () => {
    const drawing = empty();
    stroke(drawing, { x: 5.5, y: 7.5 }, { x: 5.5, y: 7.5 }, { size: 1, erases: false });
    expect(drawing.pixels[7 * size + 5]).toBe(255);
    expect(drawing.pixels[7 * size + 8]).toBe(0);
  });

  test('draws a line without gaps', () => {
    const drawing = empty();
    stroke(drawing, { x: 2.5, y: 14.5 }, { x: 25.5, y: 14.5 }, { size: 0.5, erases: false });
    for (let column = 2; column <= 25; column++)
      expect(drawing.pixels[14 * size + column]).toBeGreaterThan(200);
  });

  test('erases what it drew', () => {
    const drawing = empty();
    const [from, to] = [
      { x: 4, y: 4 },
      { x: 20, y: 9 },
    ];
    stroke(drawing, from, to, { size: 1.5, erases: false });
    stroke(drawing, from, to, { size: 3, erases: true });
    expect(drawing.pixels.every((value) => value === 0)).toBe(true);
  });

  test('leaves no ink when the pointer stays outside', () => {
    const outside = fc.record({
      x: fc.double({ min: size + 6, max: 90, noNaN: true }),
      y: fc.double({ min: -60, max: 90, noNaN: true }),
    });
    fc.assert(
      fc.property(outside, outside, fc.double({ min: 0.5, max: 4, noNaN: true }), (from, to, radius) => {
        const drawing = empty();
        stroke(drawing, from, to, { size: radius, erases: false });
        expect(drawing.pixels.every((value) => value === 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
