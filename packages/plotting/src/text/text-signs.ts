import type { LineFigure, Series } from '../figure.ts';
import { isCrowded, isGrouped, labelOf } from '../series-groups.ts';

/** The characters that figures are made of. */
export const charsets = {
  unicode: {
    markers: '●○■□▲△◆◇',
    line: '⠤⠤',
    tick: '┤',
    wall: '│',
    corner: '└',
    floor: '─',
    mark: '┬',
    rule: '┊',
    ellipsis: '…',
    dash: '–',
  },
  ascii: {
    markers: 'ox+*#%@&',
    line: '--',
    tick: '+',
    wall: '|',
    corner: '+',
    floor: '-',
    mark: '+',
    rule: ':',
    ellipsis: '..',
    dash: '-',
  },
} as const;

export type Signs = (typeof charsets)['unicode' | 'ascii'];

export interface SeriesSigns {
  /** Which colour. */
  readonly index: number;
  /** What stands at a point. */
  readonly sign: string;
  /** What stands here and there along a line; a single line needs nothing. */
  readonly lineSign: string | undefined;
}

/** Groups have a letter each, small for their dots and large along their lines; other series have a marker each. */
export function signsOf({ series: all }: LineFigure, series: Series, signs: Signs): SeriesSigns {
  const grouped = isGrouped(all);
  const labels = [...new Set(all.map((one) => labelOf(one, grouped)))];
  const index = labels.indexOf(labelOf(series, grouped));
  const letter = String.fromCharCode(97 + (index % 26));
  const manyLines = all.filter(({ mark = 'line' }) => mark === 'line').length > 1;
  return {
    index,
    sign: grouped ? letter : (signs.markers[index % signs.markers.length] ?? 'o'),
    lineSign: manyLines ? letter.toUpperCase() : undefined,
  };
}

/** Names of the series that would bury the others. */
export function leftOut({ series }: LineFigure): string[] {
  const dots = series.filter(({ mark }) => mark === 'dots');
  return isCrowded(series) ? [...new Set(dots.map(({ name }) => name))] : [];
}
