import { expect, test } from 'vitest';
import { fill } from './fill.ts';

/** A frame of lines around 3 x 3 blank pixels, in a picture of 7 x 7. */
function frame(): Uint8Array {
  const pixels = new Uint8Array(49);
  for (let at = 1; at <= 5; at++)
    for (const place of [7 + at, 35 + at, at * 7 + 1, at * 7 + 5]) pixels[place] = 255;
  return pixels;
}

test('the inside of a closed line is filled, and nothing beyond it', () => {
  const pixels = frame();
  fill({ pixels, height: 7, width: 7 }, { x: 3.5, y: 3.5 }, 190);
  expect(pixels.filter((value) => value === 190).length).toBe(9);
  expect(pixels[0]).toBe(0);
});

test('the outside of a closed line is filled around it', () => {
  const pixels = frame();
  fill({ pixels, height: 7, width: 7 }, { x: 0.5, y: 0.5 }, 190);
  expect(pixels.filter((value) => value === 190).length).toBe(24);
  expect(pixels[24]).toBe(0);
});

test('a line, and what is beyond the picture, is not filled', () => {
  const pixels = frame();
  fill({ pixels, height: 7, width: 7 }, { x: 1.5, y: 1.5 }, 190);
  fill({ pixels, height: 7, width: 7 }, { x: 9, y: -1 }, 190);
  expect(pixels).toEqual(frame());
});
