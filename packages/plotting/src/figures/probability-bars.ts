import { checkOptions, found, isArrayLike } from '@atelier/checks';
import type { BarFigure, FigureText } from '../figure.ts';
import { barFigure } from './bar-figure.ts';
import { checkNames, textOptions } from './check-figure.ts';

/** Options of `probabilityBars`. */
export interface ProbabilityBarsOptions extends Partial<FigureText> {
  readonly classNames: readonly string[];
  /** One per class, 0 to 1. */
  readonly probabilities: ArrayLike<number>;
  /** Index of the right class, when it is known. */
  readonly label?: number | undefined;
}

const known: Readonly<Record<keyof ProbabilityBarsOptions, true>> = {
  ...textOptions,
  classNames: true,
  probabilities: true,
  label: true,
};

/**
 * A network's prediction for one sample: one bar per class, with the prediction and the right class named.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError without classes, or when the probabilities are not one per class
 */
export function probabilityBars(options: ProbabilityBarsOptions): BarFigure {
  checkOptions('probabilityBars', options, known);
  const { classNames, probabilities, label, ...text } = options;
  checkNames('classNames', classNames);
  if (!isArrayLike(probabilities)) {
    throw new TypeError(`probabilities is an array of numbers; found ${found(probabilities)}`);
  }
  const values = Array.from(probabilities);
  const predicted = values.indexOf(Math.max(...values));
  return barFigure({
    title: 'Probabilities',
    ...text,
    categories: classNames,
    series: [{ name: 'probability', values }],
    value: { label: 'probability', format: 'percent', domain: [0, 1] },
    notes: classNames.map((_, index) => {
      if (index === predicted) return index === label ? 'predicted, right' : 'predicted';
      return index === label ? 'label' : undefined;
    }),
  });
}
