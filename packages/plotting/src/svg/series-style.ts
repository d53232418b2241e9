import type { LineFigure, Point, Series } from '../figure.ts';
import { isCrowded, isGrouped, labelOf } from '../series-groups.ts';
import { type Canvas, element } from './canvas.ts';
import type { Palette } from './theme.ts';

const symbols = ['circle', 'square', 'triangle', 'diamond'] as const;

/** A series with everything that determines its appearance. */
export interface DrawnSeries {
  /** Its label in the legend: its group in a figure of groups, otherwise its name. */
  readonly label: string;
  readonly name: string;
  readonly mark: NonNullable<Series['mark']>;
  readonly colour: string;
  readonly symbol: (typeof symbols)[number];
  readonly dash: string | undefined;
  readonly radius: number;
  readonly opacity: number;
  readonly strokeWidth: number;
  /** Points that are not finite have NaN for y. */
  readonly points: readonly Point[];
  readonly spread: Series['spread'];
  readonly pointLabels: Series['pointLabels'];
}

/** Colours and symbols cycle by label; after all colours are used once, lines are dashed. */
export function drawnSeries({ series, colours = 'distinct' }: LineFigure, palette: Palette): DrawnSeries[] {
  const grouped = isGrouped(series);
  const order = [...new Set(series.map((one) => labelOf(one, grouped)))];
  const longest = Math.max(...series.map(({ points }) => points.length));
  const crowded = isCrowded(series);
  return series.map((one) => {
    const index = order.indexOf(labelOf(one, grouped));
    return {
      label: labelOf(one, grouped),
      name: one.name,
      mark: one.mark ?? 'line',
      colour:
        (colours === 'ordered'
          ? orderedColour(palette, index, order.length)
          : palette.series[index % palette.series.length]) ?? palette.ink,
      symbol: crowded ? 'circle' : (symbols[index % symbols.length] ?? 'circle'),
      dash: colours === 'ordered' || index < palette.series.length ? undefined : '6 4',
      radius: radiusOf(one.points.length, crowded),
      opacity: crowded ? 0.6 : 1,
      strokeWidth: longest > 200 ? 1.25 : 2,
      points: one.points.map(([x, y]) => [x, Number.isFinite(x) && Number.isFinite(y) ? y : Number.NaN]),
      spread: one.spread,
      pointLabels: one.pointLabels,
    };
  });
}

/** Colours spread evenly over the whole order, whatever the number of series. */
function orderedColour({ ordered }: Palette, index: number, count: number): string | undefined {
  return ordered[Math.round((index * (ordered.length - 1)) / Math.max(1, count - 1))];
}

/** Pixels. Marks get smaller with the number of points in their own series. */
function radiusOf(points: number, crowded: boolean): number {
  if (points > 150) return 1.25;
  return crowded || points > 60 ? 2 : 3.5;
}

/** One series per label, the one with the most informative mark. */
export function legendEntries(series: readonly DrawnSeries[]): DrawnSeries[] {
  const entries = new Map<string, DrawnSeries>();
  for (const one of series) {
    if (entries.get(one.label) === undefined || one.mark !== 'dots') entries.set(one.label, one);
  }
  return [...entries.values()];
}

export type SwatchStyle = Pick<DrawnSeries, 'label' | 'mark' | 'colour' | 'symbol' | 'dash'>;

/** In a figure of groups: which mark stands for which name, without a colour. */
export function markKey(series: readonly DrawnSeries[]): SwatchStyle[] {
  const names = new Map<string, SwatchStyle>();
  for (const one of series) {
    if (!names.has(one.name))
      names.set(one.name, { ...one, label: one.name, colour: 'currentColor', dash: undefined });
  }
  const grouped = series.some(({ label, name }) => label !== name);
  return grouped && names.size > 1 ? [...names.values()] : [];
}

/** A sample of a series' mark, 16 pixels wide, for a legend. */
export function swatch(canvas: Canvas, style: SwatchStyle, x: number, y: number): Element[] {
  const colour = style.colour === 'currentColor' ? canvas.palette.muted : style.colour;
  const parts: Element[] = [];
  if (style.mark !== 'dots') {
    parts.push(
      element(canvas, 'path', {
        d: `M${x},${y}h16`,
        stroke: colour,
        'stroke-width': 2,
        'stroke-linecap': 'round',
        'stroke-dasharray': style.dash,
        fill: 'none',
      }),
    );
  }
  if (style.mark !== 'line') {
    parts.push(element(canvas, 'path', { d: symbolPath(style.symbol, x + 8, y), fill: colour }));
  }
  return parts;
}

function symbolPath(symbol: DrawnSeries['symbol'], x: number, y: number): string {
  if (symbol === 'circle') return `M${x - 3.5},${y}a3.5,3.5 0 1 0 7,0a3.5,3.5 0 1 0 -7,0z`;
  if (symbol === 'square') return `M${x - 3},${y - 3}h6v6h-6z`;
  if (symbol === 'triangle') return `M${x},${y - 4.5}l4,7h-8z`;
  return `M${x},${y - 4.5}l3.5,4.5l-3.5,4.5l-3.5,-4.5z`;
}
