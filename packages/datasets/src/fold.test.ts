import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from './fold.ts';
import type { LabelledImages } from './images.ts';

/** Images of two pixels that hold their own index, so that each can be found again. */
function numbered(labels: readonly number[]): LabelledImages {
  return {
    images: Uint8Array.from(labels.flatMap((_, index) => [index >> 8, index & 255])),
    labels: Uint8Array.from(labels),
    count: labels.length,
    height: 1,
    width: 2,
    channels: 1,
  };
}

function indicesOf({ images }: LabelledImages): number[] {
  return Array.from(
    { length: images.length / 2 },
    (_, index) => images[2 * index]! * 256 + images[2 * index + 1]!,
  );
}

const labelled = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 10, maxLength: 200 });

test('each sample is validated on once, and learnt from in all other folds', () => {
  fc.assert(
    fc.property(
      labelled,
      fc.integer({ min: 2, max: 10 }),
      fc.nat(),
      fc.boolean(),
      (labels, folds, seed, stratify) => {
        const data = numbered(labels);
        const parts = Array.from({ length: folds }, (_, index) =>
          fold(data, { index, folds }, { seed, stratify }),
        );
        expect(parts.flatMap(({ validation }) => indicesOf(validation)).toSorted((a, b) => a - b)).toEqual(
          indicesOf(data),
        );
        for (const { train, validation } of parts) {
          expect([...indicesOf(train), ...indicesOf(validation)].toSorted((a, b) => a - b)).toEqual(
            indicesOf(data),
          );
          expect(Array.from(validation.labels)).toEqual(indicesOf(validation).map((index) => labels[index]));
        }
      },
    ),
  );
});

test('folds are equal to one sample, in all and in each class', () => {
  fc.assert(
    fc.property(labelled, fc.integer({ min: 2, max: 10 }), fc.nat(), (labels, folds, seed) => {
      const parts = Array.from(
        { length: folds },
        (_, index) => fold(numbered(labels), { index, folds }, { seed }).validation,
      );
      const apart = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);
      expect(apart(parts.map(({ count }) => count))).toBeLessThanOrEqual(1);
      for (const label of [0, 1, 2, 3, 4]) {
        expect(
          apart(parts.map((part) => part.labels.filter((each) => each === label).length)),
        ).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('the same seed gives the same folds, another one others', () => {
  const data = numbered(Array.from({ length: 100 }, (_, index) => index % 5));
  const first = (seed: number): number[] =>
    indicesOf(fold(data, { index: 0, folds: 5 }, { seed }).validation);
  expect(first(1)).toEqual(first(1));
  expect(first(1)).not.toEqual(first(2));
});

test.each([
  [{ index: 0, folds: 1 }, 'folds is a whole number from 2 to the 4 samples; found 1'],
  [{ index: 0, folds: 5 }, 'found 5'],
  [{ index: 3, folds: 3 }, 'The index of a fold is from 0 to 2; found 3'],
  [{ index: -1, folds: 3 }, 'found -1'],
])('%o is refused', (wrong, message) => {
  expect(() => fold(numbered([0, 1, 0, 1]), wrong, { seed: 0 })).toThrow(message);
});
