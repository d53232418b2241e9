/** How well a model does on one class. Ratios whose denominator is 0 are 0, as in scikit-learn. */
export interface ClassReport {
  /** Of the samples predicted as this class, the fraction that belong to it. */
  readonly precision: number;
  /** Of the samples of this class, the fraction predicted as it. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
  /** Samples of the class. */
  readonly support: number;
}

/** Counts `[label][predicted]`, `[classes][classes]`. */
export function confusionMatrix(
  predictions: Iterable<{ readonly label: number; readonly predicted: number }>,
  classes: number,
): number[][] {
  const matrix = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (const { label, predicted } of predictions) matrix[label]![predicted]! += 1;
  return matrix;
}

/** The report of each class, from a confusion matrix `[label][predicted]`. */
export function classReports(confusion: readonly (readonly number[])[]): ClassReport[] {
  return confusion.map((row, index) => {
    const hits = row[index] ?? 0;
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, other) => sum + (other[index] ?? 0), 0);
    return {
      precision: ratio(hits, predicted),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, predicted + support),
      support,
    };
  });
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
