import { checkArray, checkOptions } from '@atelier/checks';
import type { ConfusionFigure, FigureText } from '../figure.ts';
import { checkNames, checkTexts, textOptions } from './check-figure.ts';

/** Options of `confusionMatrix`. */
export interface ConfusionMatrixOptions extends Partial<FigureText> {
  readonly classNames: readonly string[];
  /** `matrix[label][predicted]`: counts, whole numbers from 0. */
  readonly matrix: readonly (readonly number[])[];
}

/**
 * Counts of each pair of label (rows) and prediction (columns), shaded by their share of the row.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError unless the matrix is square, has a name for each class, and holds counts
 */
export function confusionMatrix(options: ConfusionMatrixOptions): ConfusionFigure {
  checkOptions('confusionMatrix', options, { ...textOptions, classNames: true, matrix: true });
  checkTexts(options);
  const { classNames, matrix } = options;
  checkNames('classNames', classNames);
  checkArray('matrix', matrix, 'rows');
  for (const [label, row] of matrix.entries()) checkArray(`matrix[${label}]`, row, 'counts');
  const classes = classNames.length;
  if (classes === 0) throw new RangeError('confusion matrix: there are no classes');
  if (matrix.length !== classes) {
    throw new RangeError(`confusion matrix: ${matrix.length} rows for ${classes} class names`);
  }
  matrix.forEach((row, label) => {
    if (row.length !== classes) {
      throw new RangeError(`confusion matrix: row ${label} has ${row.length} columns for ${classes} classes`);
    }
    const bad = row.find((count) => !Number.isSafeInteger(count) || count < 0);
    if (bad !== undefined) throw new RangeError(`confusion matrix: row ${label} holds ${bad}, not a count`);
  });
  return { kind: 'confusion', title: 'Confusion matrix', ...options };
}
