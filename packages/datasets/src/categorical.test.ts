import { describe, expect, test } from 'vitest';
import { toCategorical } from './categorical.ts';

describe('toCategorical', () => {
  test('gives the rows that tf.keras.utils.to_categorical documents', () => {
    // Its example: to_categorical([0, 1, 2, 3], num_classes=4).
    expect(Array.from(toCategorical([0, 1, 2, 3], 4))).toEqual(
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ].flat(),
    );
  });

  test('takes one class more than the highest label where none are given', () => {
    expect(Array.from(toCategorical(Uint8Array.of(2, 0)))).toEqual([0, 0, 1, 1, 0, 0]);
    expect(Array.from(toCategorical(Int32Array.of(1), 3))).toEqual([0, 1, 0]);
  });

  test.each([
    ['a label that is not a class', [0, 3], 3, 'The label 3 at index 1 is not a class from 0 to 2'],
    ['a negative label', [-1], 3, 'The label -1 at index 0 is not a class from 0 to 2'],
    ['a fraction', [0.5], 3, 'The label 0.5 at index 0 is not a class from 0 to 2'],
    ['no classes', [0], 0, 'found 0'],
    ['half a class', [0], 1.5, 'found 1.5'],
    ['no labels and no classes', [], undefined, 'found 0'],
  ])('refuses %s', (_, labels, classes, message) => {
    expect(() => toCategorical(labels, classes)).toThrow(RangeError);
    expect(() => toCategorical(labels, classes)).toThrow(message);
  });
});
