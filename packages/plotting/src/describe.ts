import type { BarFigure, ConfusionFigure, ImageFigure, LineFigure } from './figure.ts';
import { formatNumber, formatPercent } from './format.ts';

/** A screen reader's text for curves: where each starts and ends. */
export function describeLines({ x, y, series }: LineFigure): string {
  const show = (value: number): string =>
    y.format === 'percent' ? formatPercent(value) : formatNumber(value);
  const sentences = series.slice(0, 12).map(({ name, group, points }) => {
    const finite = points.filter((point) => point.every(Number.isFinite));
    const [first, last] = [finite[0], finite.at(-1)];
    const who = group === undefined ? name : `${group}, ${name}`;
    if (first === undefined || last === undefined) return `${who}: no finite values.`;
    return first === last
      ? `${who}: ${show(last[1])} at ${x.label} ${formatNumber(last[0])}.`
      : `${who}: from ${show(first[1])} at ${x.label} ${formatNumber(first[0])} to ${show(last[1])} at ${x.label} ${formatNumber(last[0])}.`;
  });
  if (series.length > 12) sentences.push(`And ${series.length - 12} more.`);
  return `${y.label} against ${x.label}. ${sentences.join(' ')}`;
}

/** A screen reader's text for bars: all values of the first series, and the range of the others. */
export function describeBars({ categories, series, value }: BarFigure): string {
  const show = value.format === 'percent' ? formatPercent : formatNumber;
  return series
    .map(({ name, values }) => {
      const shown = values.slice(0, 60).map((number, index) => `${categories[index]} ${show(number)}`);
      return `${name}: ${shown.join(', ')}.`;
    })
    .join(' ');
}

/** A screen reader's text for a confusion matrix: the share of right answers, and the most frequent mistakes. */
export function describeConfusion({ classNames, matrix }: ConfusionFigure): string {
  let total = 0;
  let right = 0;
  const mistakes: { label: number; predicted: number; count: number }[] = [];
  matrix.forEach((row, label) => {
    row.forEach((count, predicted) => {
      total += count;
      if (label === predicted) right += count;
      else if (count > 0) mistakes.push({ label, predicted, count });
    });
  });
  if (total === 0) return `${classNames.length} classes, no samples.`;
  const worst = mistakes
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ label, predicted, count }) => `${count} ${classNames[label]} taken for ${classNames[predicted]}`);
  const most = worst.length === 0 ? '' : ` Most common mistakes: ${worst.join('; ')}.`;
  return `${right} of ${total} samples right (${formatPercent(right / total)}).${most}`;
}

/** A screen reader's text for pictures: their captions. */
export function describeImages({ tiles }: ImageFigure): string {
  const captions = tiles
    .slice(0, 30)
    .map(({ lines, verdict }) => [...lines, ...(verdict === undefined ? [] : [verdict])].join(', '))
    .filter((caption) => caption !== '');
  const rest = tiles.length > 30 ? `; and ${tiles.length - 30} more` : '';
  return `${tiles.length} ${tiles.length === 1 ? 'picture' : 'pictures'}${captions.length > 0 ? `: ${captions.join('; ')}${rest}` : ''}.`;
}
