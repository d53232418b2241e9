import * as Plot from '@observablehq/plot';
import { describeLines } from '../describe.ts';
import type { LineFigure } from '../figure.ts';
import { createScale, type Scale } from '../scale.ts';
import { type Canvas, element, frame, header, legend, MARGIN, plotGroup, TEXT_SIZE } from './canvas.ts';
import { type DrawnSeries, drawnSeries, legendEntries, markKey, swatch } from './series-style.ts';
import { placeLabels } from './place-labels.ts';
import { spreadLabels } from './spread-labels.ts';
import { fitText, textWidth } from './text-width.ts';

const PLOT_HEIGHT = 260;
const LABEL_STEP = 16;
const LABEL_WIDTH = 170;
const POINT_LABEL_SIZE = 11;
/** Below this width labels beside the curves would leave the curves too little room. */
const DIRECT_LABELS_FROM = 480;
/** More points than this in a figure are not worth a tooltip each. */
const TOOLTIPS = 400;

/** Curves and points over two numeric axes. */
export function drawLine(canvas: Canvas, figure: LineFigure): Element {
  const series = drawnSeries(figure, canvas.palette);
  const values = (axis: 0 | 1): number[] => [
    ...series.flatMap(({ points }) => points.map((point) => point[axis])),
    ...(axis === 1 ? series.flatMap(({ spread }) => spread?.flat() ?? []) : []),
    ...(figure.rules ?? []).filter((rule) => (rule.axis === 'x') === (axis === 0)).map(({ value }) => value),
  ];
  const x = createScale(figure.x, values(0), { ticks: canvas.width < 480 ? 5 : 8, nice: false });
  const y = createScale(figure.y, values(1));

  const labels = legendEntries(series);
  const direct =
    canvas.width >= DIRECT_LABELS_FROM &&
    labels.length > 1 &&
    labels.length * LABEL_STEP <= PLOT_HEIGHT &&
    labels.some((entry) => entry.mark !== 'dots');
  const top = header(canvas, figure);
  const keys = [...(direct || labels.length < 2 ? [] : labels), ...markKey(series)];
  const key = legend(
    canvas,
    keys.map((entry) => ({
      label: entry.label,
      swatch: (left: number, middle: number) => swatch(canvas, entry, left, middle),
    })),
    top.bottom,
  );

  const tickWidth = Math.max(...y.ticks.map((tick) => textWidth(y.format(tick), TEXT_SIZE)));
  const labelWidth = Math.min(
    LABEL_WIDTH,
    Math.max(...labels.map(({ label }) => textWidth(label, TEXT_SIZE))),
  );
  const box = {
    left: MARGIN + Math.ceil(tickWidth) + 8,
    right: canvas.width - (direct ? MARGIN + 34 + Math.ceil(labelWidth) : MARGIN + 8),
    top: key.bottom + TEXT_SIZE + 12,
    bottom: key.bottom + TEXT_SIZE + 12 + PLOT_HEIGHT,
  };
  const height = box.bottom + 48;
  const plot = Plot.plot({
    document: canvas.document,
    width: canvas.width,
    height,
    marginLeft: box.left,
    marginRight: canvas.width - box.right,
    marginTop: box.top,
    marginBottom: height - box.bottom,
    x: { type: x.type, domain: x.domain, insetLeft: 8, insetRight: 8, axis: null },
    y: { type: y.type, domain: y.domain, axis: null },
    marks: [...axisMarks(canvas, x, y), ...series.flatMap((one) => seriesMarks(canvas, one, figure))],
  });
  const at = (name: 'x' | 'y', value: number): number => Number(plot.scale(name)?.apply(value));
  const drawn = plotGroup(canvas, plot);
  nameClips(drawn, box);
  const content = [drawn];
  content.push(
    ...top.elements,
    ...key.elements,
    element(
      canvas,
      'text',
      { x: MARGIN, y: box.top - 12, fill: canvas.palette.muted },
      fitText(figure.y.label, canvas.width / 2, TEXT_SIZE),
    ),
    element(
      canvas,
      'text',
      { x: (box.left + box.right) / 2, y: height - 12, 'text-anchor': 'middle', fill: canvas.palette.muted },
      fitText(figure.x.label, box.right - box.left, TEXT_SIZE),
    ),
  );
  for (const rule of figure.rules ?? [])
    content.push(...drawRule(canvas, rule, at(rule.axis, rule.value), box));
  content.push(...pointLabels(canvas, series, at, box));
  if (direct) content.push(...directLabels(canvas, series, labels, at, box));
  if (!series.some(({ points }) => points.some(([px, py]) => visible(x, px) && visible(y, py)))) {
    content.push(
      element(
        canvas,
        'text',
        {
          x: (box.left + box.right) / 2,
          y: (box.top + box.bottom) / 2,
          'text-anchor': 'middle',
          fill: canvas.palette.muted,
        },
        'no finite values',
      ),
    );
  }
  return frame(canvas, {
    height,
    title: figure.title,
    description: figure.description ?? describeLines(figure),
    content,
  });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function visible(scale: Scale, value: number): boolean {
  return Number.isFinite(scale.position(value));
}

function axisMarks({ palette }: Canvas, x: Scale, y: Scale): Plot.Markish[] {
  const text = { fill: palette.muted, fontSize: TEXT_SIZE, fontVariant: 'tabular-nums' };
  return [
    Plot.gridY(y.ticks, { stroke: palette.grid, strokeOpacity: 1 }),
    Plot.axisY(y.ticks, { tickSize: 0, tickPadding: 8, label: null, tickFormat: y.format, ...text }),
    Plot.axisX(x.ticks, { tickSize: 5, label: null, tickFormat: x.format, stroke: palette.axis, ...text }),
    Plot.ruleY([y.domain[0]], { stroke: palette.axis }),
  ];
}

function seriesMarks({ palette }: Canvas, series: DrawnSeries, figure: LineFigure): Plot.Markish[] {
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
        stroke: palette.surface === 'none' ? undefined : palette.surface,
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

function drawRule(
  canvas: Canvas,
  rule: { axis: 'x' | 'y'; label: string },
  at: number,
  box: Box,
): readonly Element[] {
  const line =
    rule.axis === 'x'
      ? { x1: at, x2: at, y1: box.top, y2: box.bottom }
      : { x1: box.left, x2: box.right, y1: at, y2: at };
  const width = textWidth(rule.label, TEXT_SIZE);
  const flip = rule.axis === 'x' && at + 6 + width > box.right;
  const text =
    rule.axis === 'x'
      ? { x: flip ? at - 6 : at + 6, y: box.top + 10, 'text-anchor': flip ? 'end' : 'start' }
      : { x: box.left + 8, y: at - 6, 'text-anchor': 'start' };
  return [
    element(canvas, 'line', { ...line, stroke: canvas.palette.ink, 'stroke-dasharray': '4 3' }),
    element(canvas, 'text', { ...text, fill: canvas.palette.ink }, rule.label),
  ];
}

/** A few words beside each point, where they cover least. */
function pointLabels(
  canvas: Canvas,
  series: readonly DrawnSeries[],
  at: (name: 'x' | 'y', value: number) => number,
  box: Box,
): Element[] {
  const points = series
    .flatMap((one) =>
      one.points.map(([x, y], index) => ({
        x: at('x', x),
        y: at('y', y),
        text: one.pointLabels?.[index] ?? '',
      })),
    )
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  return placeLabels(points, box, POINT_LABEL_SIZE).map(({ x, y, text }) =>
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
function directLabels(
  canvas: Canvas,
  series: readonly DrawnSeries[],
  labels: readonly DrawnSeries[],
  at: (name: 'x' | 'y', value: number) => number,
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
      from === undefined || Math.abs(y - wanted) < 3
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

/** Plot counts its clip paths over the life of the process; named by their box, equal names mean equal clips. */
function nameClips(drawn: Element, box: Box): void {
  const id = `clip-${[box.left, box.top, box.right, box.bottom].map(Math.round).join('-')}`;
  for (const node of drawn.querySelectorAll('clipPath, [clip-path]')) {
    if (node.localName === 'clipPath') node.setAttribute('id', id);
    if (node.hasAttribute('clip-path')) node.setAttribute('clip-path', `url(#${id})`);
  }
}
