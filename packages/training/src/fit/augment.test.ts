import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { augmentImages } from './augment.ts';
import type { Samples } from '../samples/samples.ts';
import type { Augmentation } from '../settings/augmentation.ts';

/** One image whose pixels are 1, 2, 3 …, row by row. */
function numbered(height: number, width: number, count = 1): Samples {
  const size = height * width;
  return {
    images: new Uint8Array(count * size).map((_, i) => 1 + (i % size)),
    count,
    height,
    width,
    channels: 1,
  };
}

function augmented(samples: Samples, augmentation: Augmentation, seed = 0, epoch = 1): Uint8Array {
  const target = new Uint8Array(samples.images.length);
  augmentImages(samples, augmentation, { seed, epoch }, { start: 0, end: samples.count }, target);
  return target;
}

describe('augmentImages', () => {
  test('changes nothing when nothing is asked for', () => {
    const samples = numbered(5, 4, 10);
    expect(augmented(samples, {})).toEqual(samples.images);
  });

  test('flip gives the image or its mirror image, each about as often', () => {
    const samples = numbered(2, 3, 1000);
    const result = augmented(samples, { flip: true });
    const rows = Array.from({ length: 1000 }, (_, i) => Array.from(result.subarray(i * 6, i * 6 + 6)).join());
    expect(new Set(rows)).toEqual(new Set(['1,2,3,4,5,6', '3,2,1,6,5,4']));
    const mirrored = rows.filter((row) => row.startsWith('3')).length;
    // Standard deviation sqrt(1000) / 2 = 16.
    expect(Math.abs(mirrored - 500)).toBeLessThan(64);
  });

  test('shift moves the image by every whole shift up to its limit, and 0 comes in', () => {
    const found = new Set<string>();
    const samples = numbered(3, 3, 400);
    const result = augmented(samples, { shift: 1 });
    for (let i = 0; i < 400; i++) {
      const image = result.subarray(i * 9, i * 9 + 9);
      // The middle pixel, 5, never leaves a 3x3 image that moves by 1.
      const position = image.indexOf(5);
      const [down, right] = [Math.floor(position / 3) - 1, (position % 3) - 1];
      found.add(`${down},${right}`);
      for (let row = 0; row < 3; row++) {
        for (let column = 0; column < 3; column++) {
          const [fromRow, fromColumn] = [row - down, column - right];
          const inside = fromRow >= 0 && fromRow < 3 && fromColumn >= 0 && fromColumn < 3;
          expect(image[row * 3 + column]).toBe(inside ? 1 + fromRow * 3 + fromColumn : 0);
        }
      }
    }
    expect(found.size).toBe(9);
  });

  test('erase sets a square to 0, cut off at the edges, and nothing else', () => {
    const samples = numbered(6, 6, 200);
    const result = augmented(samples, { erase: 3 });
    const areas = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const erased = Array.from(result.subarray(i * 36, i * 36 + 36).entries()).filter(
        ([, value]) => value === 0,
      );
      areas.add(erased.length);
      for (const [at, value] of result.subarray(i * 36, i * 36 + 36).entries()) {
        expect([0, at + 1]).toContain(value);
      }
    }
    expect([...areas].toSorted((a, b) => a - b)).toEqual([4, 6, 9]);
  });

  test('is a pure function of seed, epoch and sample, whatever range is asked for', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 19 }),
        (seed, epoch, cut) => {
          const samples = numbered(4, 5, 20);
          const augmentation = { shift: 2, flip: true, erase: 2 };
          const whole = augmented(samples, augmentation, seed, epoch);
          const pieces = new Uint8Array(whole.length);
          augmentImages(samples, augmentation, { seed, epoch }, { start: cut, end: 20 }, pieces);
          augmentImages(samples, augmentation, { seed, epoch }, { start: 0, end: cut }, pieces);
          expect(pieces).toEqual(whole);
        },
      ),
    );
    const samples = numbered(4, 5, 20);
    expect(augmented(samples, { shift: 2 }, 1, 1)).not.toEqual(augmented(samples, { shift: 2 }, 1, 2));
    expect(augmented(samples, { shift: 2 }, 1, 1)).not.toEqual(augmented(samples, { shift: 2 }, 2, 1));
  });

  test('keeps the channels of a pixel together', () => {
    const samples: Samples = {
      images: Uint8Array.of(1, 2, 3, 4, 5, 6),
      count: 1,
      height: 1,
      width: 2,
      channels: 3,
    };
    const mirrored = Array.from({ length: 20 }, (_, seed) =>
      Array.from(augmented(samples, { flip: true }, seed)).join(),
    );
    expect(new Set(mirrored)).toEqual(new Set(['1,2,3,4,5,6', '4,5,6,1,2,3']));
  });

  test('one setting does not change what another draws', () => {
    const samples = numbered(1, 3, 100);
    const flips = augmented(samples, { flip: true });
    expect(augmented(samples, { flip: true, erase: 0, shift: 0 })).toEqual(flips);
  });
});
