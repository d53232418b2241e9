import type { LineFigure } from '../figure.ts';
import { isGrouped, labelOf } from '../series-groups.ts';
import { columnsOf, fitColumns, plainText } from './terminal-text.ts';
import { leftOut, type Signs, signsOf } from './text-signs.ts';

/** What each sign means, in as many lines as needed. */
export function textLegend(
  figure: LineFigure,
  signs: Signs,
  width: number,
  paint: (text: string, colour: number) => string,
): string[] {
  const grouped = isGrouped(figure.series);
  const left = leftOut(figure);
  const entries: { plain: string; painted: string }[] = [];
  const add = (sign: string, text: string, colour?: number): void => {
    const name = fitColumns(plainText(text), width - 6, signs.ellipsis);
    entries.push({
      plain: `${sign} ${name}`.trim(),
      painted: `${colour === undefined ? sign : paint(sign, colour)} ${name}`.trim(),
    });
  };
  const seen = new Set<string>();
  for (const series of figure.series) {
    const label = labelOf(series, grouped);
    if (seen.has(label) || figure.series.length === 1) continue;
    seen.add(label);
    const { index, sign, lineSign } = signsOf(figure, series, signs);
    const { mark = 'line' } = series;
    const line = `${signs.line}${lineSign ?? ''}${lineSign === undefined ? '' : signs.line}`;
    add(
      grouped ? sign.toUpperCase() : mark === 'dots' ? sign : mark === 'line' ? line : `${signs.line}${sign}`,
      label,
      index,
    );
  }
  if (grouped) {
    for (const name of new Set(figure.series.map((series) => series.name))) {
      const mark = figure.series.find((series) => series.name === name)?.mark ?? 'line';
      if (!left.includes(name)) add(mark === 'dots' ? 'a' : `${signs.line}A${signs.line}`, name);
    }
    for (const name of left) add('', `(${name} not drawn)`);
  }
  for (const rule of figure.rules ?? [])
    add(rule.axis === 'x' ? signs.rule : `${signs.floor} ${signs.floor}`, rule.label);
  const lines: { plain: string; painted: string }[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last === undefined || columnsOf(last.plain) + columnsOf(entry.plain) + 3 > width) {
      lines.push({ plain: ` ${entry.plain}`, painted: ` ${entry.painted}` });
    } else {
      last.plain += `   ${entry.plain}`;
      last.painted += `   ${entry.painted}`;
    }
  }
  // The axis label is at the right end, under its numbers.
  const label = fitColumns(plainText(figure.x.label), width - 2, signs.ellipsis);
  const last = lines.at(-1);
  const gap = width - columnsOf(label) - columnsOf(last?.plain ?? '');
  if (last !== undefined && gap >= 3) last.painted += ' '.repeat(gap) + label;
  else lines.push({ plain: '', painted: ' '.repeat(width - columnsOf(label)) + label });
  return lines.map(({ painted }) => painted);
}
