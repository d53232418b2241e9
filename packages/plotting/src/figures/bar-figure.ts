import { checkOptions } from '@atelier/checks';
import type { BarFigure } from '../figure.ts';
import { checkAxis, checkNamed, checkNames, checkText, checkTexts, textOptions } from './check-figure.ts';

/** Options of `barFigure`. */
export type BarFigureOptions = Omit<BarFigure, 'kind'>;

const known: Readonly<Record<keyof BarFigureOptions, true>> = {
  ...textOptions,
  categories: true,
  series: true,
  value: true,
  notes: true,
};

/**
 * Horizontal bars, a row for each category and a bar in it for each series.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError when there is nothing to draw, or a list's length differs from the number of categories
 */
export function barFigure(options: BarFigureOptions): BarFigure {
  checkOptions('barFigure', options, known);
  const { title, categories, series, notes, value } = options;
  checkTexts(options);
  checkText('title', title);
  checkNames('categories', categories);
  checkNamed('series', series, 'values', 'numbers');
  checkAxis('value', value);
  if (categories.length === 0) throw new RangeError(`figure "${title}" has no categories to draw`);
  if (series.length === 0) throw new RangeError(`figure "${title}" has no series to draw`);
  const lists: [string, readonly unknown[]][] = series.flatMap(({ name, values, spread, dots }) => [
    [`series "${name}"`, values],
    [`the spread of series "${name}"`, spread ?? values],
    [`the dots of series "${name}"`, dots ?? values],
  ]);
  if (notes !== undefined) lists.push(['the list of notes', notes]);
  for (const [what, list] of lists) {
    if (list.length !== categories.length) {
      throw new RangeError(
        `figure "${title}": ${what} has ${list.length} entries for ${categories.length} categories`,
      );
    }
  }
  return { kind: 'bars', ...options };
}
