import type { BarFigure, ConfusionFigure } from '../figure.ts';
import { barFigure } from './bar-figure.ts';
import { confusionMatrix, type ConfusionMatrixOptions } from './confusion-matrix.ts';

/** The most classes whose matrix can be read. */
const readableClasses = 40;

/** How many pairs are listed. */
const listedPairs = 20;

/** A class that was taken for another. */
export interface ConfusedPair {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
}

/**
 * The pairs of classes that were confused most often, the commonest first.
 *
 * @param matrix `matrix[label][predicted]`: counts
 * @param most how many, default 20
 */
export function confusedPairs(
  matrix: readonly (readonly number[])[],
  most: number = listedPairs,
): ConfusedPair[] {
  const pairs: ConfusedPair[] = [];
  for (const [label, row] of matrix.entries()) {
    for (let predicted = 0; predicted < row.length; predicted++) {
      const count = row[predicted]!;
      if (count > 0 && label !== predicted) pairs.push({ label, predicted, count });
    }
  }
  return pairs.toSorted((a, b) => b.count - a.count).slice(0, most);
}

/**
 * Which classes were taken for which: a confusion matrix, or, where no eye could read one, bars for the pairs that were confused
 * most often.
 *
 * @throws RangeError as `confusionMatrix` does
 */
export function confusionFigure(options: ConfusionMatrixOptions): ConfusionFigure | BarFigure {
  const matrix = confusionMatrix(options);
  if (matrix.classNames.length <= readableClasses) return matrix;
  const pairs = confusedPairs(matrix.matrix);
  // A model without mistakes has no pairs.
  if (pairs.length === 0)
    return barFigure({
      ...textOf(matrix),
      categories: ['none'],
      series: [{ name: 'images', values: [0] }],
      value: axis,
    });
  const names = matrix.classNames;
  return barFigure({
    ...textOf(matrix),
    categories: pairs.map(({ label, predicted }) => `${names[label]} → ${names[predicted]}`),
    series: [{ name: 'images', values: pairs.map(({ count }) => count) }],
    value: axis,
  });
}

const axis = { label: 'test images', format: 'integer' } as const;

function textOf({
  subtitle,
  description,
}: ConfusionFigure): Pick<BarFigure, 'title' | 'subtitle' | 'description'> {
  return { title: 'Classes most often confused: label → predicted', subtitle, description };
}
