import { describe, expect, test } from 'vitest';
import { argMax, countCorrect, predictedClass } from './predicted-class.ts';

describe('argMax', () => {
  test('takes the first of equals, as NumPy does', () => {
    expect(argMax([1, 3, 3, 2], 0, 4)).toBe(1);
    expect(argMax([9, 1, 3, 2], 1, 3)).toBe(1);
    expect(argMax([-2, -1], 0, 2)).toBe(1);
  });
});

describe('predictedClass', () => {
  test('of a single output is 1 above the threshold, and 0 on it', () => {
    expect([0.4, 0.5, 0.6].map((_, row, outputs) => predictedClass(outputs, row, 1))).toEqual([0, 0, 1]);
  });
});

describe('countCorrect', () => {
  test('compares logits with labels, targets, or the sign of a single logit', () => {
    const logits = [1, 2, 0, /**/ 5, 4, 3];
    const labels = [1, 2];
    const targets = [0.1, 0.9, 0, /**/ 0.6, 0.4, 0];
    expect(countCorrect('sparseCategoricalCrossentropy', logits, 3, { labels, targets: [] })).toBe(1);
    expect(countCorrect('categoricalCrossentropy', logits, 3, { labels: [], targets })).toBe(2);
    const binary = { labels: [0, 1, 1], targets: [] };
    expect(countCorrect('binaryCrossentropy', [-0.1, 0.1, 0], 1, binary)).toBe(2);
  });
});
