import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LabelledImages } from './images.ts';
import { split } from './split.ts';

/** Images of two pixels that hold their own index, so that each can be found again. */
function numbered(labels: readonly number[]): LabelledImages {
  return {
    images: Uint8Array.from(labels.flatMap((_, i) => [i >> 8, i & 255])),
    labels: Uint8Array.from(labels),
    count: labels.length,
    height: 1,
    width: 2,
    channels: 1,
  };
}

function indicesOf({ images }: LabelledImages): number[] {
  return Array.from({ length: images.length / 2 }, (_, i) => images[2 * i]! * 256 + images[2 * i + 1]!);
}

function countsOf({ labels }: LabelledImages): number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

const labelled = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 300 });
const halves = fc.double({ min: 0.3, max: 0.7, noNaN: true });
const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('split', () => {
  test('puts each sample with its label into one part, in the order they had', () => {
    fc.assert(
      fc.property(labelled, halves, seeds, fc.boolean(), (labels, fraction, seed, stratify) => {
        const data = numbered(labels);
        const { train, validation } = split(data, fraction, { seed, stratify });
        expect(validation.count).toBe(Math.round(labels.length * fraction));
        expect([...indicesOf(train), ...indicesOf(validation)].sort((a, b) => a - b)).toEqual(
          indicesOf(data),
        );
        for (const part of [train, validation]) {
          const indices = indicesOf(part);
          expect(part.count).toBe(indices.length);
          expect(indices).toEqual(indices.toSorted((a, b) => a - b));
          expect(Array.from(part.labels)).toEqual(indices.map((index) => labels[index]));
        }
      }),
    );
  });

  test('gives each class its share, to less than one sample', () => {
    fc.assert(
      fc.property(labelled, halves, seeds, (labels, fraction, seed) => {
        const data = numbered(labels);
        const { validation } = split(data, fraction, { seed });
        const exact = validation.count / data.count;
        const counts = countsOf(validation);
        for (const [label, count] of countsOf(data).entries()) {
          expect(Math.abs(counts[label]! - count * exact)).toBeLessThan(1);
        }
      }),
    );
  });

  test('splits 600 of each of ten classes from 6,000', () => {
    const data = numbered(Array.from({ length: 6000 }, (_, i) => i % 10));
    expect(countsOf(split(data, 0.1, { seed: 7 }).validation)).toEqual(Array.from({ length: 10 }, () => 60));
  });

  test('repeats itself for the same seed, and only for that', () => {
    const data = numbered(Array.from({ length: 200 }, (_, i) => i % 10));
    const chosen = (seed: number, stratify: boolean): number[] =>
      indicesOf(split(data, 0.2, { seed, stratify }).validation);
    for (const stratify of [true, false]) {
      expect(chosen(1, stratify)).toEqual(chosen(1, stratify));
      expect(chosen(1, stratify)).not.toEqual(chosen(2, stratify));
    }
  });

  test('without stratifying, chooses each sample about as often as any other', () => {
    const data = numbered(Array.from({ length: 20 }, () => 0));
    const times = Array.from({ length: 20 }, () => 0);
    for (let seed = 0; seed < 2000; seed++) {
      for (const index of indicesOf(split(data, 0.25, { seed, stratify: false }).validation))
        times[index]! += 1;
    }
    // 500 expected, standard deviation sqrt(2000 * 1/4 * 3/4) = 19.
    for (const count of times) expect(Math.abs(count - 500)).toBeLessThan(4.5 * 19);
  });

  test('keeps wide labels wide', () => {
    const data = { ...numbered([0, 1, 0, 1]), labels: Int32Array.of(0, 300, 0, 300) };
    expect(split(data, 0.5, { seed: 1 }).train.labels).toEqual(Int32Array.of(0, 300));
  });

  test.each([0, 1, -0.5, 1.5, Number.NaN, 0.01, 0.99])(
    'refuses the fraction %s of ten samples',
    (fraction) => {
      expect(() => split(numbered([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), fraction, { seed: 1 })).toThrow(
        RangeError,
      );
    },
  );
});
