import * as Plot from '@observablehq/plot';
import type { LineFigure } from '../figure.ts';
import type { Scale } from '../scale.ts';
import { type Canvas, TEXT_SIZE } from './canvas.ts';
import { fitTicks } from './fit-ticks.ts';
import type { DrawnSeries } from './series-style.ts';

/** The most points of a series that get a tooltip each. */
const TOOLTIPS = 400;

/** Grid, ticks and base line of a plot of this width in pixels. */
export function axisMarks({ palette }: Canvas, x: Scale, y: Scale, pixels: number): Plot.Markish[] {
  const text = { fill: palette.muted, fontSize: TEXT_SIZE, fontVariant: 'tabular-nums' };
  return [
    Plot.gridY(y.ticks, { stroke: palette.grid, strokeOpacity: 1 }),
    // As text: of a logarithmic axis, a tick format leaves out labels that D3 thinks too many.
    Plot.axisY(y.ticks, { tickSize: 0, tickPadding: 8, label: null, text: y.format, ...text }),
    Plot.axisX(fitTicks(x, pixels), {
      tickSize: 5,
      label: null,
      text: x.format,
      stroke: palette.axis,
      ...text,
    }),
    Plot.ruleY([y.domain[0]], { stroke: palette.axis }),
  ];
}

/** A series from back to front: spread, line, points. */
export function seriesMarks({ palette }: Canvas, series: DrawnSeries, figure: LineFigure): Plot.Markish[] {
  const { colour, points, spread, mark } = series;
  const clip = figure.x.domain !== undefined || figure.y.domain !== undefined ? true : undefined;
  const rows = points.map(([x, y], index) => ({
    x,
    y,
    low: spread?.[index]?.[0],
    high: spread?.[index]?.[1],
    index,
  }));
  const marks: Plot.Markish[] = [];
  if (spread !== undefined) {
    const ends = { x: 'x', y1: 'low', y2: 'high', clip };
    marks.push(
      mark === 'line'
        ? Plot.areaY(rows, { ...ends, fill: colour, fillOpacity: 0.18 })
        : Plot.ruleX(rows, { ...ends, stroke: colour, strokeWidth: 1.5, marker: undefined }),
    );
  }
  if (mark !== 'dots') {
    marks.push(
      Plot.line(rows, {
        x: 'x',
        y: 'y',
        stroke: colour,
        strokeWidth: series.strokeWidth,
        strokeLinejoin: 'round',
        strokeLinecap: 'round',
        strokeDasharray: series.dash,
        clip,
      }),
    );
  }
  const alone = mark === 'line' ? rows.filter(({ index }) => isAlone(points, index)) : rows;
  if (alone.length > 0) {
    marks.push(
      Plot.dot(alone, {
        x: 'x',
        y: 'y',
        r: series.radius,
        symbol: series.symbol,
        fill: colour,
        fillOpacity: series.opacity,
        stroke: palette.halo,
        strokeWidth: series.radius > 2 ? 0.75 : 0,
        clip,
        title:
          alone.length > TOOLTIPS
            ? undefined
            : ({ x, y }: { x: number; y: number }) =>
                `${series.label}: ${figure.x.label} ${Number(x.toPrecision(6))}, ${figure.y.label} ${Number(y.toPrecision(6))}`,
      }),
    );
  }
  return marks;
}

/** A point without a neighbour has no line to show it. */
function isAlone(points: DrawnSeries['points'], index: number): boolean {
  const finite = (at: number): boolean => Number.isFinite(points[at]?.[1] ?? Number.NaN);
  return finite(index) && !finite(index - 1) && !finite(index + 1);
}
