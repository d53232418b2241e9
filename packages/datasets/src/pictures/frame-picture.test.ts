import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { imagesVersion } from './decode-pictures.ts';
import { framePicture } from './frame-picture.ts';

/** An RGBA picture of gray rows. */
function gray(
  rows: readonly (readonly number[])[],
  alpha = 255,
): { data: Uint8Array; width: number; height: number } {
  const data = Uint8Array.from(rows.flat().flatMap((value) => [value, value, value, alpha]));
  return { data, width: rows[0]!.length, height: rows.length };
}

function framed(
  picture: Parameters<typeof framePicture>[0],
  shape: readonly [number, number, number],
): number[] {
  const into = new Uint8Array(shape[0] * shape[1] * shape[2]);
  framePicture(picture, shape, into);
  return Array.from(into);
}

describe('framePicture', () => {
  test('copies a picture of the image’s size, gray or in colours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat(255)),
        (width, height, stream) => {
          const next = (): number => stream.next().value;
          const values = Array.from({ length: width * height * 3 }, next);
          const data = new Uint8Array(width * height * 4).fill(255);
          for (const [at, value] of values.entries()) data[Math.floor(at / 3) * 4 + (at % 3)] = value;
          expect(framed({ data, width, height }, [height, width, 3])).toEqual(values);
          const rows = Array.from({ length: height }, () => Array.from({ length: width }, next));
          expect(framed(gray(rows), [height, width, 1])).toEqual(rows.flat());
        },
      ),
    );
  });

  test('makes each pixel the mean of what it covers', () => {
    expect(
      framed(
        gray([
          [0, 10, 20, 30],
          [2, 12, 22, 32],
        ]),
        [1, 2, 1],
      ),
    ).toEqual([6, 26]);
    // 3 pixels in 2: each covers one and a half.
    expect(
      framed(
        gray([
          [0, 90, 30],
          [0, 90, 30],
          [0, 90, 30],
        ]),
        [2, 2, 1],
      ),
    ).toEqual([30, 50, 30, 50]);
  });

  test('keeps proportions, centres, and fills up with the mean of the border', () => {
    expect(framed(gray([[100, 200]]), [2, 4, 1])).toEqual([100, 100, 200, 200, 100, 100, 200, 200]);
    expect(
      framed(
        gray([
          [40, 40],
          [40, 40],
        ]),
        [2, 6, 1],
      ),
    ).toEqual([40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40]);
    expect(framed(gray([[10], [30]]), [2, 3, 1])).toEqual([20, 10, 20, 20, 30, 20]);
  });

  test('puts white behind pictures that are transparent, and black where nothing could be seen on that', () => {
    const half = (value: number): { data: Uint8Array; width: number; height: number } => ({
      data: Uint8Array.of(value, value, value, 255, value, value, value, 0),
      width: 2,
      height: 1,
    });
    expect(framed(half(20), [1, 2, 1])).toEqual([20, 255]);
    expect(framed(half(200), [1, 2, 1])).toEqual([200, 255]);
    expect(framed(half(240), [1, 2, 1])).toEqual([240, 0]);
  });

  test('makes other images only with another version, by which the cache keeps them', () => {
    const hash = createHash('sha256');
    for (let seed = 0; seed < 20; seed++) {
      const [width, height] = [1 + ((7 * seed) % 9), 1 + ((5 * seed) % 11)];
      const data = Uint8Array.from({ length: width * height * 4 }, (_, at) => (at * 37 + seed * 101) % 256);
      for (const channels of [1, 3]) {
        for (const alpha of [data, data.map((value, at) => (at % 4 === 3 ? 255 : value))]) {
          hash.update(Uint8Array.from(framed({ data: alpha, width, height }, [5, 4, channels])));
        }
      }
    }
    expect([imagesVersion, hash.digest('hex').slice(0, 16)]).toEqual([2, '96bbad33fecd0d1c']);
  });
});
