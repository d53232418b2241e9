import { describe, expect, test } from 'vitest';
import { fitPicture } from './fit-picture.ts';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];
const white: Colour = [255, 255, 255, 255];
const black: Colour = [0, 0, 0, 255];

function image(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
): {
  data: Uint8ClampedArray;
  width: number;
  height: number;
} {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(colourAt(x, y), (y * width + x) * 4);
  }
  return { data, width, height };
}

/** A square of one colour in the middle third of a ground. */
const square =
  (size: number, ink: Colour, ground: Colour) =>
  (x: number, y: number): Colour =>
    [x, y].every((at) => at >= size / 3 && at < (2 * size) / 3) ? ink : ground;

describe('fitPicture', () => {
  test('keeps a white drawing on black as it is', () => {
    const { pixels, inverted } = fitPicture(image(9, 9, square(9, white, black)), [9, 9, 1]);
    expect(inverted).toBe(false);
    expect([pixels[0], pixels[4 * 9 + 4], pixels.reduce((sum, value) => sum + value, 0)]).toEqual([
      0,
      255,
      9 * 255,
    ]);
  });

  test('inverts a dark drawing on a bright ground', () => {
    const { pixels, inverted } = fitPicture(image(9, 9, square(9, black, white)), [9, 9, 1]);
    expect(inverted).toBe(true);
    expect([pixels[0], pixels[4 * 9 + 4]]).toEqual([0, 255]);
  });

  test('takes what is transparent for blank, whatever the ink', () => {
    const clear: Colour = [0, 0, 0, 0];
    for (const ink of [black, white]) {
      const { pixels } = fitPicture(image(9, 9, square(9, ink, clear)), [9, 9, 1]);
      expect([pixels[0], pixels[4 * 9 + 4]]).toEqual([0, 255]);
    }
  });

  test('averages areas: each of four blocks becomes one pixel', () => {
    const blocks = image(6, 6, (x, y) => (x < 3 && y < 3 ? (x === 0 ? white : black) : black));
    const { pixels } = fitPicture(blocks, [2, 2, 1]);
    expect(Array.from(pixels)).toEqual([85, 0, 0, 0]);
  });

  test('cuts through pixels when sizes don’t divide', () => {
    const { pixels } = fitPicture(
      image(3, 3, (x) => (x === 1 ? white : black)),
      [2, 2, 1],
    );
    // The white column is cut in half: a third of each new pixel. Its border is half bright, so it stays as it is.
    expect(Array.from(pixels)).toEqual([85, 85, 85, 85]);
  });

  test('keeps proportions and centres: a wide picture has blank bands above and below', () => {
    const { pixels } = fitPicture(
      image(40, 20, (x, y) => (x > 2 && x < 37 && y > 2 && y < 17 ? white : black)),
      [28, 28, 1],
    );
    const rowSums = Array.from({ length: 28 }, (_, row) =>
      pixels.subarray(row * 28, row * 28 + 28).reduce((sum, value) => sum + value, 0),
    );
    expect(rowSums.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => 0));
    expect(rowSums.slice(21)).toEqual(Array.from({ length: 7 }, () => 0));
    expect(rowSums[14]).toBeGreaterThan(20 * 255);
  });

  test('weighs colours as eyes do', () => {
    const grayOf = (ink: Colour): number | undefined =>
      fitPicture(image(9, 9, square(9, ink, black)), [9, 9, 1]).pixels[4 * 9 + 4];
    expect([grayOf([255, 0, 0, 255]), grayOf([0, 255, 0, 255]), grayOf([0, 0, 255, 255])]).toEqual([
      76, 150, 29,
    ]);
  });

  test('takes a picture of a single pixel', () => {
    expect(
      fitPicture(
        image(1, 1, () => black),
        [28, 28, 1],
      ).pixels.every((value) => value === 0),
    ).toBe(true);
  });

  test('gives a model of colours the colours, inverted together', () => {
    const red: Colour = [255, 0, 0, 255];
    const { pixels, inverted } = fitPicture(image(9, 9, square(9, red, white)), [9, 9, 3]);
    expect(inverted).toBe(true);
    expect([...pixels.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...pixels.subarray((4 * 9 + 4) * 3, (4 * 9 + 4) * 3 + 3)]).toEqual([0, 255, 255]);
  });

  test('refuses what is not a picture, and models of other channels', () => {
    const picture = image(2, 2, () => white);
    expect(() => fitPicture(picture, [28, 28, 2])).toThrow(
      'A picture becomes an image of 1 or 3 channels; the model takes 2',
    );
    expect(() => fitPicture({ ...picture, height: 3 }, [28, 28, 1])).toThrow(
      'A picture of 2 x 3 has 24 bytes of RGBA; found 16',
    );
  });
});
