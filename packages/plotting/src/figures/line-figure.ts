import { checkOptions } from '@atelier/checks';
import type { LineFigure, Series } from '../figure.ts';
import { checkAxis, checkNamed, checkText, checkTexts, textOptions } from './check-figure.ts';

/** Options of `lineFigure`. */
export type LineFigureOptions = Omit<LineFigure, 'kind'>;

const known: Readonly<Record<keyof LineFigureOptions, true>> = {
  ...textOptions,
  x: true,
  y: true,
  series: true,
  rules: true,
  colours: true,
};

function checkLines(name: string, options: LineFigureOptions): void {
  checkOptions(name, options, known);
  const { title, series, x, y } = options;
  checkTexts(options);
  checkText('title', title);
  checkAxis('x', x);
  checkAxis('y', y);
  checkNamed('series', series, 'points', 'points [x, y]');
}

/**
 * Curves over a numeric axis.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError when there is no series, a series has no point, a spread or the point labels don't match the points, or a
 *   domain does not rise
 */
export function lineFigure(options: LineFigureOptions): LineFigure {
  checkLines('lineFigure', options);
  if (options.series.length === 0) throw new RangeError(`figure "${options.title}" has no series to draw`);
  for (const series of options.series) checkSeries(options.title, series);
  for (const axis of [options.x, options.y]) {
    if (axis.domain === undefined) continue;
    const [low, high] = axis.domain;
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high && (axis.scale !== 'log' || low > 0))) {
      throw new RangeError(
        `figure "${options.title}": axis "${axis.label}" has the domain ${low} to ${high}; it must rise${axis.scale === 'log' ? ' and be positive' : ''}`,
      );
    }
  }
  return { kind: 'line', ...options };
}

/**
 * Points without a line between them. Otherwise like `lineFigure`.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError like `lineFigure`
 */
export function scatterFigure(options: LineFigureOptions): LineFigure {
  checkLines('scatterFigure', options);
  return lineFigure({
    ...options,
    series: options.series.map((series) => ({ ...series, mark: series.mark ?? 'dots' })),
  });
}

function checkSeries(title: string, { name, points, spread, pointLabels }: Series): void {
  if (points.length === 0) throw new RangeError(`figure "${title}": series "${name}" has no point`);
  for (const [what, list] of [
    ['spreads', spread],
    ['point labels', pointLabels],
  ] as const) {
    if (list !== undefined && list.length !== points.length) {
      throw new RangeError(
        `figure "${title}": series "${name}" has ${points.length} points and ${list.length} ${what}`,
      );
    }
  }
}
