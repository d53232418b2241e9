import { type Box, type Canvas, element, TEXT_SIZE } from './canvas.ts';
import { crossings, placeLabels, type Segment } from './place-labels.ts';
import { type DrawnSeries, swatch } from './series-style.ts';
import { spreadLabels } from './spread-labels.ts';
import { fitText, textWidth } from './text-width.ts';

/** From one label to the next, and the most that a label may take. */
export const LABEL_STEP = 16;
export const LABEL_WIDTH = 170;
const POINT_LABEL_SIZE = 11;

/** Pixels from a value on an axis. */
export type Locate = (axis: 'x' | 'y', value: number) => number;

/** The straight pieces of all curves, as they are drawn. */
export function segmentsOf(series: readonly DrawnSeries[], at: Locate): Segment[] {
  return series
    .filter(({ mark }) => mark !== 'dots')
    .flatMap(({ points }) => {
      const places = points.map(([x, y]) => [at('x', x), at('y', y)] as const);
      return places.slice(1).map((place, index): Segment => [places[index] ?? place, place]);
    })
    .filter((segment) => segment.flat().every(Number.isFinite));
}

/** A line across the plot, with its meaning beside it where fewest curves pass. */
export function ruleElements(
  canvas: Canvas,
  rule: { axis: 'x' | 'y'; label: string },
  at: number,
  lines: readonly Segment[],
  box: Box,
): readonly Element[] {
  const line =
    rule.axis === 'x'
      ? { x1: at, x2: at, y1: box.top, y2: box.bottom }
      : { x1: box.left, x2: box.right, y1: at, y2: at };
  const width = textWidth(rule.label, TEXT_SIZE);
  const places =
    rule.axis === 'x'
      ? [
          { x: at + 6, y: box.top + 10, 'text-anchor': 'start' },
          { x: at - 6, y: box.top + 10, 'text-anchor': 'end' },
        ]
      : [
          { x: box.left + 8, y: at - 6, 'text-anchor': 'start' },
          { x: box.right - 8, y: at - 6, 'text-anchor': 'end' },
        ];
  const costs = places.map(({ x, y, 'text-anchor': anchor }) => {
    const left = anchor === 'start' ? x : x - width;
    const here = { left, right: left + width, top: y - TEXT_SIZE, bottom: y };
    return crossings(here, lines) + (here.left < box.left || here.right > box.right ? lines.length + 1 : 0);
  });
  const text = places[costs.indexOf(Math.min(...costs))] ?? {};
  return [
    element(canvas, 'line', { ...line, stroke: canvas.palette.ink, 'stroke-dasharray': '4 3' }),
    element(
      canvas,
      'text',
      {
        ...text,
        fill: canvas.palette.ink,
        stroke: canvas.palette.halo,
        'stroke-width': 4,
        'stroke-linejoin': 'round',
        'paint-order': 'stroke',
      },
      rule.label,
    ),
  ];
}

/** A few words beside each point, where they cover the least. */
export function pointLabels(canvas: Canvas, series: readonly DrawnSeries[], at: Locate, box: Box): Element[] {
  const points = series
    .flatMap((one) =>
      one.points.map(([x, y], index) => ({
        x: at('x', x),
        y: at('y', y),
        text: one.pointLabels?.[index] ?? '',
        // From the top of its error bar to the bottom.
        reach: one.spread?.[index]?.map((end) => at('y', end)),
      })),
    )
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  return placeLabels(points, segmentsOf(series, at), box, POINT_LABEL_SIZE).map(({ x, y, text }) =>
    element(
      canvas,
      'text',
      {
        x,
        y,
        dy: '0.35em',
        'text-anchor': 'middle',
        'font-size': POINT_LABEL_SIZE,
        fill: canvas.palette.muted,
      },
      text,
    ),
  );
}

/** Names at the right ends of the curves, moved apart where they would touch. */
export function directLabels(
  canvas: Canvas,
  series: readonly DrawnSeries[],
  labels: readonly DrawnSeries[],
  at: Locate,
  box: Box,
): Element[] {
  const placed = labels
    .map((entry) => {
      const ends = series
        .filter(({ label }) => label === entry.label)
        .map(({ points }) =>
          points.findLast(([x, y]) => Number.isFinite(at('x', x)) && Number.isFinite(at('y', y))),
        )
        .filter((point) => point !== undefined);
      const end = ends.at(-1);
      const wanted =
        end === undefined ? box.bottom : Math.min(box.bottom, Math.max(box.top, at('y', end[1])));
      return { entry, wanted, from: end === undefined ? undefined : at('x', end[0]) };
    })
    .sort((a, b) => a.wanted - b.wanted);
  const places = spreadLabels(
    placed.map(({ wanted }) => wanted),
    { step: LABEL_STEP, low: box.top, high: box.bottom },
  );
  const x = box.right + 8;
  return placed.flatMap(({ entry, wanted, from }, index) => {
    const y = places[index] ?? wanted;
    const leader =
      from === undefined || from < box.right - 24 || Math.abs(y - wanted) < 3
        ? []
        : [
            element(canvas, 'path', {
              d: `M${from + 4},${wanted}L${x - 2},${y}`,
              stroke: canvas.palette.axis,
              'stroke-width': 0.75,
              fill: 'none',
            }),
          ];
    return [
      ...leader,
      ...swatch(canvas, entry, x, y),
      element(
        canvas,
        'text',
        { x: x + 22, y, dy: '0.35em', fill: canvas.palette.ink },
        fitText(entry.label, LABEL_WIDTH, TEXT_SIZE),
      ),
    ];
  });
}
