import { describe, expect, test } from 'vitest';
import { decodeBmp, isBmp } from './decode-bmp.ts';

interface Bmp {
  readonly bits: number;
  readonly width: number;
  readonly height: number;
  readonly palette?: readonly number[];
  readonly masks?: readonly number[];
  readonly pixels: readonly number[];
}

function bmp({ bits, width, height, palette = [], masks = [], pixels }: Bmp): Uint8Array {
  const start = 54 + palette.length + 4 * masks.length;
  const file = Buffer.alloc(start + pixels.length);
  file.write('BM');
  file.writeUInt32LE(start, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bits, 28);
  file.writeUInt32LE(masks.length > 0 ? 3 : 0, 30);
  Buffer.from(palette).copy(file, 54);
  for (const [index, mask] of masks.entries()) file.writeUInt32LE(mask, 54 + palette.length + 4 * index);
  Buffer.from(pixels).copy(file, start);
  return file;
}

function colours(file: Uint8Array): number[] {
  expect(isBmp(file)).toBe(true);
  return Array.from(decodeBmp(file).data).filter((_, at) => at % 4 !== 3);
}

describe('decodeBmp', () => {
  test.each<[string, Bmp, number[]]>([
    [
      '24 bits, from the bottom up, rows of whole words',
      { bits: 24, width: 1, height: 2, pixels: [3, 2, 1, 0, 6, 5, 4, 0] },
      [4, 5, 6, 1, 2, 3],
    ],
    [
      '24 bits, from the top down',
      { bits: 24, width: 1, height: -2, pixels: [3, 2, 1, 0, 6, 5, 4, 0] },
      [1, 2, 3, 4, 5, 6],
    ],
    ['32 bits', { bits: 32, width: 1, height: 1, pixels: [3, 2, 1, 0] }, [1, 2, 3]],
    [
      '32 bits with masks',
      { bits: 32, width: 1, height: 1, masks: [0xff, 0xff00, 0xff0000], pixels: [1, 2, 3, 0] },
      [1, 2, 3],
    ],
    [
      '16 bits, 5 each',
      { bits: 16, width: 2, height: 1, pixels: [0x00, 0x7c, 0xff, 0x7f] },
      [255, 0, 0, 255, 255, 255],
    ],
    [
      '16 bits with masks',
      { bits: 16, width: 1, height: 1, masks: [0xf800, 0x7e0, 0x1f], pixels: [0xe0, 0x07, 0, 0] },
      [0, 255, 0],
    ],
    [
      '8 bits and a palette',
      { bits: 8, width: 2, height: 1, palette: [0, 0, 0, 0, 30, 20, 10, 0], pixels: [1, 0, 0, 0] },
      [10, 20, 30, 0, 0, 0],
    ],
    [
      '4 bits',
      { bits: 4, width: 2, height: 1, palette: [0, 0, 0, 0, 7, 7, 7, 0], pixels: [0x10, 0, 0, 0] },
      [7, 7, 7, 0, 0, 0],
    ],
    [
      '1 bit',
      {
        bits: 1,
        width: 3,
        height: 1,
        palette: [0, 0, 0, 0, 255, 255, 255, 0],
        pixels: [0b10100000, 0, 0, 0],
      },
      [255, 255, 255, 0, 0, 0, 255, 255, 255],
    ],
  ])('reads %s', (_, file, expected) => {
    expect(colours(bmp(file))).toEqual(expected);
  });

  test('tells gray from colours', () => {
    expect(decodeBmp(bmp({ bits: 24, width: 1, height: 1, pixels: [5, 5, 5, 0] })).channels).toBe(1);
    expect(decodeBmp(bmp({ bits: 24, width: 1, height: 1, pixels: [5, 5, 6, 0] })).channels).toBe(3);
  });

  test.each([
    [
      'pixels that are missing',
      bmp({ bits: 24, width: 2, height: 2, pixels: [1, 2, 3] }),
      /a BMP picture of 70 bytes that ends at byte 57/,
    ],
    [
      'a colour that the palette lacks',
      bmp({ bits: 8, width: 1, height: 1, palette: [0, 0, 0, 0], pixels: [9, 0, 0, 0] }),
      /colour 9, which its palette lacks/,
    ],
    ['a huge size', bmp({ bits: 1, width: 2 ** 30, height: 2 ** 30, pixels: [] }), /at most 50000000 pixels/],
    ['a few bytes', new Uint8Array(30), /a BMP header of 0 bytes/],
  ])('refuses %s', (_, file, message) => {
    expect(() => decodeBmp(file)).toThrow(message);
  });
});
