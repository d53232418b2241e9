import { describe, expect, test } from 'vitest';
import { slide } from './conv-geometry.ts';
import { chooseTiles, productsOf } from './winograd-convolution.ts';

describe('the tiles of a convolution', () => {
  const same = (length: number) => slide(length, 3, 1, 'same');

  test.each([
    [2, 2, 16],
    [3, 4, 36],
    [4, 4, 36],
    // A tie: nine tiles of 16 products, four of 36.
    [5, 2, 144],
    [6, 2, 144],
    [7, 4, 144],
    [14, 4, 576],
    [28, 4, 1764],
  ])(
    'of a picture of %i outputs a side that are normalized have the side with fewer products',
    (length, side, products) => {
      const tiles = chooseTiles(same(length), same(length), true);
      expect([tiles.outputs, productsOf(tiles)]).toEqual([side, products]);
    },
  );

  test('are the smaller ones where anything but batch normalization reads the outputs', () => {
    expect(chooseTiles(same(14), same(14), false)).toEqual({ outputs: 2, rows: 7, columns: 7, products: 16 });
  });
});
