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
  /** The sign at a point. */
  readonly sign: string;
  /** The sign at intervals along a line; a single line needs none. */
  readonly lineSign: string | undefined;
}

/** Each group has a letter, small for dots and capital along lines; every other series has a marker. */
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

/** Names of the series that would hide the others. */
export function leftOut({ series }: LineFigure): string[] {
  const dots = series.filter(({ mark }) => mark === 'dots');
  return isCrowded(series) ? [...new Set(dots.map(({ name }) => name))] : [];
}
