import { checkArray, checkObject, checkOptions } from '@atelier/checks';
import type { BarFigure, FigureText } from '../figure.ts';
import type { ClassScores } from '../records.ts';
import { checkTexts, textOptions } from './check-figure.ts';
import { barFigure } from './bar-figure.ts';

const names = { precision: 'precision', recall: 'recall', f1: 'F1' } as const;

/** Options of `classBars`. */
export interface ClassBarsOptions extends Partial<FigureText> {
  /** Which scores, in this order. Default all three. */
  readonly scores?: readonly (keyof typeof names)[] | undefined;
}

/**
 * Precision, recall and F1 of each class, from 0 to 100%.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError without classes
 */
export function classBars(perClass: readonly ClassScores[], options: ClassBarsOptions = {}): BarFigure {
  checkOptions('classBars', options, { ...textOptions, scores: true });
  checkTexts(options);
  checkArray('perClass', perClass, 'scores');
  for (const each of perClass)
    checkObject('The scores of a class', each, 'className, precision, recall and f1');
  const { scores = ['precision', 'recall', 'f1'], ...text } = options;
  return barFigure({
    title: 'Scores of each class',
    ...text,
    categories: perClass.map(({ className }) => className),
    series: scores.map((score) => ({ name: names[score], values: perClass.map((row) => row[score]) })),
    value: { label: scores.map((score) => names[score]).join(', '), format: 'percent', domain: [0, 1] },
  });
}
