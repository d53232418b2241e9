import { describe, expect, test } from 'vitest';
import { accuracyInterval } from './accuracy-interval.ts';
import { averageScores } from './averages.ts';
import { calibration } from './calibration.ts';
import { compareModels } from './compare-models.ts';
import { classReports, confusionMatrix } from './confusion.ts';
import { topAccuracy } from './top-accuracy.ts';

// scikit-learn 1.2.1: precision_recall_fscore_support([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], zero_division=0).
test('macro and weighted averages agree with scikit-learn', () => {
  const predicted = [0, 0, 2, 2, 1];
  const pairs = [0, 1, 2, 2, 2].map((label, at) => ({ label, predicted: predicted[at]! }));
  const { macro, weighted } = averageScores(classReports(confusionMatrix(pairs, 3)));
  expect(Object.values(macro)).toEqual([0.5, expect.closeTo(0.555556, 6), expect.closeTo(0.488889, 6)]);
  expect(Object.values(weighted)).toEqual([
    expect.closeTo(0.7, 9),
    expect.closeTo(0.6, 9),
    expect.closeTo(0.613333, 6),
  ]);
});

// scikit-learn's top_k_accuracy_score.
test('the share of labels among the likeliest classes agrees with scikit-learn', () => {
  const scores = Float32Array.of(0.5, 0.2, 0.2, 0.3, 0.4, 0.2, 0.2, 0.4, 0.3, 0.7, 0.2, 0.1);
  expect([1, 2, 3].map((most) => topAccuracy(scores, [0, 1, 2, 2], most))).toEqual([0.5, 0.75, 1]);
});

test('a class as likely as the label’s does not make a hit: a model that always says the same is right by chance only', () => {
  const same = new Float32Array(20).fill(0.1);
  expect(topAccuracy(same, [0, 3], 5)).toBe(0);
});

describe('calibration', () => {
  // Two predictions at 0.9, of which one is right, and two at 0.6, both right: (2 * |0.5 - 0.9| + 2 * |1 - 0.6|) / 4.
  test('is the mean gap between confidence and accuracy, weighted by predictions', () => {
    const sure = [0.9, 0.1, 0.9, 0.1, 0.6, 0.4, 0.6, 0.4];
    const { error, bins } = calibration(Float32Array.from(sure), [0, 1, 0, 0], 10);
    expect(error).toBeCloseTo(0.4, 6);
    expect(bins).toEqual([
      { count: 2, confidence: expect.closeTo(0.6, 6), accuracy: 1 },
      { count: 2, confidence: expect.closeTo(0.9, 6), accuracy: 0.5 },
    ]);
  });

  // Four right predictions at 0.9, 0.8, 0.9 and 0.8: the gaps are 0.1 and 0.2.
  test('of a single output is that of its two classes', () => {
    const { error, bins } = calibration(Float32Array.of(0.9, 0.8, 0.1, 0.2), [1, 1, 0, 0]);
    expect(error).toBeCloseTo(0.15, 6);
    expect(bins.map(({ accuracy }) => accuracy)).toEqual([1, 1]);
    expect(topAccuracy(Float32Array.of(0.9, 0.8, 0.1, 0.7), [1, 1, 0, 0], 1)).toBe(0.75);
  });

  test('of sure and right predictions is 0', () => {
    expect(calibration(Float32Array.of(1, 0, 0, 1), [0, 1]).error).toBe(0);
  });
});

// In exact fractions, and scipy.stats.binomtest(a, a + b, 0.5).pvalue.
test.each([
  [3, 9, 0.14599609375],
  [0, 5, 0.0625],
  [120, 170, 0.003933336512825177],
  [1500, 1300, 0.0001684116226437623],
  [0, 0, 1],
  [4, 4, 1],
])('%d against %d samples that only one model has right: p = %d', (a, b, expected) => {
  const labels = Array.from({ length: a + b + 2 }, () => 0);
  const first = labels.map((_, at) => (at < a || at === a + b ? 0 : 1));
  const second = labels.map((_, at) => (at < a || at === a + b + 1 ? 1 : 0));
  // One sample that both have right, and one that both have wrong.
  second[a + b] = 0;
  second[a + b + 1] = 1;
  const { onlyFirst, onlySecond, pValue } = compareModels(first, second, labels);
  expect([onlyFirst, onlySecond]).toEqual([a, b]);
  expect(Math.abs(pValue / expected - 1)).toBeLessThan(1e-9);
});

test.each([
  [() => compareModels([0, 1], [0], [0, 1]), 'found 2 and 1 predictions for 2 labels'],
  [() => accuracyInterval(1.5, 10), 'accuracy is from 0 to 1; found 1.5'],
  [() => accuracyInterval(0.5, 0), 'count is a whole number, at least 1; found 0'],
  [() => calibration(Float32Array.of(1, 0, 1), [0, 1]), '3 outputs cannot be divided among 2 samples'],
  [() => topAccuracy(Float32Array.of(1, 0), [0], 0), 'most is a whole number, at least 1; found 0'],
])('measures of other samples, or out of range, are refused: %o', (measure, message) => {
  expect(measure).toThrow(message);
});
