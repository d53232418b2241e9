import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classReports, confusionMatrix } from './confusion.ts';

describe('classReports', () => {
  // scikit-learn's documentation of classification_report: y_true = [0, 1, 2, 2, 2], y_pred = [0, 0, 2, 2, 1].
  test('agrees with scikit-learn’s example', () => {
    const predicted = [0, 0, 2, 2, 1];
    const confusion = confusionMatrix(
      [0, 1, 2, 2, 2].map((label, index) => ({ label, predicted: predicted[index]! })),
      3,
    );
    expect(confusion).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 2],
    ]);
    const rounded = classReports(confusion).map(({ precision, recall, f1, support }) => [
      precision.toFixed(2),
      recall.toFixed(2),
      f1.toFixed(2),
      support,
    ]);
    expect(rounded).toEqual([
      ['0.50', '1.00', '0.67', 1],
      ['0.00', '0.00', '0.00', 1],
      ['1.00', '0.67', '0.80', 3],
    ]);
  });

  test('a class that neither occurs nor is predicted has zeros', () => {
    expect(classReports([[0]])).toEqual([{ precision: 0, recall: 0, f1: 0, support: 0 }]);
  });

  test('f1 is the harmonic mean of precision and recall, and supports add up', () => {
    const matrices = fc.integer({ min: 1, max: 5 }).chain((size) =>
      fc.array(fc.array(fc.nat(20), { minLength: size, maxLength: size }), {
        minLength: size,
        maxLength: size,
      }),
    );
    fc.assert(
      fc.property(matrices, (confusion) => {
        const reports = classReports(confusion);
        for (const { precision, recall, f1 } of reports) {
          const harmonic = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
          expect(f1).toBeCloseTo(harmonic, 12);
        }
        expect(reports.reduce((sum, { support }) => sum + support, 0)).toBe(
          confusion.flat().reduce((sum, count) => sum + count, 0),
        );
      }),
    );
  });
});
