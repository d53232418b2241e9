import * as Plot from '@observablehq/plot';
import { describeLines } from '../describe.ts';
import type { LineFigure } from '../figure.ts';
import { createScale, type Scale } from '../scale.ts';
import {
  type Box,
  type Canvas,
  element,
  frame,
  header,
  legend,
  MARGIN,
  plotGroup,
  TEXT_SIZE,
} from './canvas.ts';
import {
  directLabels,
  LABEL_STEP,
  LABEL_WIDTH,
  pointLabels,
  ruleElements,
  segmentsOf,
} from './line-labels.ts';
import { axisMarks, seriesMarks } from './line-marks.ts';
import { type DrawnSeries, drawnSeries, legendEntries, markKey, swatch } from './series-style.ts';
import { fitText, textWidth } from './text-width.ts';

const PLOT_HEIGHT = 260;
/** Below this width labels beside the curves would leave the curves too little room. */
const DIRECT_LABELS_FROM = 480;

/** Curves and points over two numeric axes. */
export function drawLine(canvas: Canvas, figure: LineFigure): Element {
  const styled = drawnSeries(figure, canvas.palette);
  const values = (axis: 0 | 1): number[] => [
    ...styled.flatMap(({ points }) => points.map((point) => point[axis])),
    ...(axis === 1 ? styled.flatMap(({ spread }) => spread?.flat() ?? []) : []),
    ...(figure.rules ?? []).filter((rule) => (rule.axis === 'x') === (axis === 0)).map(({ value }) => value),
  ];
  const x = createScale(figure.x, values(0), { ticks: canvas.width < 480 ? 5 : 8, nice: false });
  const y = createScale(figure.y, values(1));

  const series = styled.map((one): DrawnSeries => ({
    ...one,
    points: one.points.map(([px, py]) => [px, visible(x, px) && visible(y, py) ? py : Number.NaN]),
    // A low end that a logarithmic axis can't show is drawn down to the axis.
    spread: one.spread?.map(([low, high]) => [visible(y, low) ? low : y.domain[0], high]),
  }));

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

  const tickWidth = Math.max(0, ...y.ticks.map((tick) => textWidth(y.format(tick), TEXT_SIZE)));
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
    marks: [
      ...axisMarks(canvas, x, y, box.right - box.left),
      ...series.flatMap((one) => seriesMarks(canvas, one, figure)),
    ],
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
  const lines = segmentsOf(series, at);
  for (const rule of figure.rules ?? [])
    content.push(...ruleElements(canvas, rule, at(rule.axis, rule.value), lines, box));
  content.push(...pointLabels(canvas, series, at, box));
  if (direct) content.push(...directLabels(canvas, series, labels, at, box));
  if (series.every(({ points }) => points.every(([, py]) => Number.isNaN(py)))) {
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

function visible(scale: Scale, value: number): boolean {
  return Number.isFinite(scale.position(value));
}

/** Plot numbers its clip paths per process; naming them by their box makes equal names mean equal clips. */
function nameClips(drawn: Element, box: Box): void {
  const id = `clip-${[box.left, box.top, box.right, box.bottom].map(Math.round).join('-')}`;
  for (const node of drawn.querySelectorAll('clipPath, [clip-path]')) {
    if (node.localName === 'clipPath') node.setAttribute('id', id);
    if (node.hasAttribute('clip-path')) node.setAttribute('clip-path', `url(#${id})`);
  }
}
