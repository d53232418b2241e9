import * as Plot from '@observablehq/plot';
import { describeConfusion } from '../describe.ts';
import type { ConfusionFigure } from '../figure.ts';
import { formatPercent } from '../format.ts';
import { type Canvas, element, frame, header, MARGIN, plotGroup, TEXT_SIZE } from './canvas.ts';
import { fitText, textWidth } from './text-width.ts';

/** Cells of a figure whose width is not given: from a few classes to many. */
const LARGEST_CELL = 64;
const USUAL_CELL = 46;
const SMALLEST_CELL = 24;
/** Cells of many classes start to shrink here. */
const USUAL_CLASSES = 12;
const LEGEND_WIDTH = 460;
const LONGEST_NAME = 120;
/** The scale of mistakes reaches at least this share, so that a good model's few mistakes don't stand out. */
const LEAST_MISTAKE_SCALE = 0.1;

/** The width at which every cell has room for its count. */
export function confusionWidth({ classNames }: ConfusionFigure): number {
  const classes = classNames.length;
  const cell = Math.max(
    SMALLEST_CELL,
    Math.min(largestCell(classes), (USUAL_CELL * USUAL_CLASSES) / classes),
  );
  return Math.max(LEGEND_WIDTH, Math.ceil(leftOf(classNames, LONGEST_NAME) + cell * classes + MARGIN));
}

/** Rows are labels, columns predictions; blue for right, orange for wrong, shaded by share of the row. */
export function drawConfusion(canvas: Canvas, figure: ConfusionFigure): Element {
  const { classNames, matrix } = figure;
  const { palette } = canvas;
  const classes = classNames.length;
  const cells = matrix.flatMap((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => ({
      label,
      predicted,
      count,
      share: total === 0 ? 0 : count / total,
      right: label === predicted,
    }));
  });
  const mistakeScale = Math.max(
    LEAST_MISTAKE_SCALE,
    ...cells.filter(({ right }) => !right).map(({ share }) => share),
  );

  const nameRoom = Math.min(LONGEST_NAME, canvas.width * 0.3);
  const left = leftOf(classNames, nameRoom);
  const size = Math.max(2, Math.min(largestCell(classes), (canvas.width - left - MARGIN) / classes));
  const right = left + size * classes;
  const digits = Math.max(1, ...cells.map(({ count }) => String(count).length));
  const countSize = Math.min(TEXT_SIZE, (size - 3) / (0.64 * digits));
  const nameSize = Math.min(TEXT_SIZE, Math.max(6, size * 0.8));

  const top = header(canvas, figure);
  const bottom = top.bottom + 4 + size * classes;
  const columnNames = drawColumnNames(canvas, classNames, { left, bottom, size, nameSize });
  const predictedY = columnNames.bottom + TEXT_SIZE + 6;
  const scales = drawScales(canvas, mistakeScale, predictedY + 16);
  const height = scales.bottom + MARGIN - 4;

  const shade = (wantRight: boolean): Plot.Markish =>
    Plot.cell(
      cells.filter((cell) => cell.right === wantRight && cell.count > 0),
      {
        x: 'predicted',
        y: 'label',
        fill: wantRight ? palette.rightShade : palette.wrongShade,
        fillOpacity: ({ share }: { share: number }) =>
          Math.round((wantRight ? share : share / mistakeScale) * 1000) / 1000,
        inset: size > 12 ? 0.5 : 0,
        title: ({ label, predicted, count, share }: (typeof cells)[number]) =>
          `label ${classNames[label]}, predicted ${classNames[predicted]}: ${count}, ${formatPercent(share)} of the row`,
      },
    );
  const band = Array.from({ length: classes }, (_, index) => index);
  const plot = Plot.plot({
    document: canvas.document,
    width: canvas.width,
    height,
    marginLeft: left,
    marginRight: canvas.width - right,
    marginTop: bottom - size * classes,
    marginBottom: height - bottom,
    x: { type: 'band', domain: band, padding: 0, round: false, axis: null },
    y: { type: 'band', domain: band, padding: 0, round: false, axis: null },
    opacity: { type: 'identity' },
    marks: [
      shade(true),
      shade(false),
      ...(countSize < 5
        ? []
        : [
            Plot.text(
              cells.filter(({ count }) => count > 0),
              {
                x: 'predicted',
                y: 'label',
                text: ({ count }: { count: number }) => String(count),
                fill: palette.ink,
                fontSize: countSize,
                fontVariant: 'tabular-nums',
              },
            ),
          ]),
      Plot.text(band, {
        x: () => 0,
        y: (index: number) => index,
        text: (index: number) => fitText(classNames[index] ?? '', nameRoom, nameSize),
        title: (index: number) => classNames[index] ?? '',
        dx: -size / 2 - 8,
        textAnchor: 'end',
        fill: palette.ink,
        fontSize: nameSize,
      }),
    ],
  });
  const middle = bottom - (size * classes) / 2;
  const lines = Array.from({ length: classes + 1 }, (_, index) => {
    const [x, y] = [left + size * index, bottom - size * index];
    return `M${x},${bottom}V${bottom - size * classes}M${left},${y}H${right}`;
  });
  const content = [
    element(canvas, 'path', { d: lines.join(''), fill: 'none', stroke: palette.grid, 'stroke-width': 0.5 }),
    plotGroup(canvas, plot),
    ...top.elements,
    ...columnNames.elements,
    ...scales.elements,
    element(
      canvas,
      'text',
      { x: (left + right) / 2, y: predictedY, 'text-anchor': 'middle', fill: palette.muted },
      'predicted',
    ),
    element(
      canvas,
      'text',
      {
        transform: `translate(${MARGIN + TEXT_SIZE - 2},${middle}) rotate(-90)`,
        'text-anchor': 'middle',
        fill: palette.muted,
      },
      'label',
    ),
  ];
  return frame(canvas, {
    height,
    title: figure.title,
    description: figure.description ?? describeConfusion(figure),
    content,
  });
}

function largestCell(classes: number): number {
  return classes <= 5 ? LARGEST_CELL : USUAL_CELL;
}

/** Where the cells start: after the word "label" and the names. */
function leftOf(names: readonly string[], limit: number): number {
  const longest = Math.min(limit, Math.max(...names.map((name) => textWidth(name, TEXT_SIZE))));
  // A tenth more for fallback fonts that are wider.
  return MARGIN + TEXT_SIZE + 10 + Math.ceil(longest * 1.1);
}

/** Names under the columns: horizontal when they fit, otherwise slanted, vertical in narrow columns. */
function drawColumnNames(
  canvas: Canvas,
  names: readonly string[],
  { left, bottom, size, nameSize }: { left: number; bottom: number; size: number; nameSize: number },
): { elements: Element[]; bottom: number } {
  const longest = Math.max(...names.map((name) => textWidth(name, nameSize)));
  const angle = longest <= size - 4 ? 0 : size >= 16 ? 45 : 90;
  const radians = (angle * Math.PI) / 180;
  const room =
    angle === 45 ? Math.min(LONGEST_NAME, (left + size / 2 - 4) / Math.cos(radians)) : LONGEST_NAME;
  const elements = names.map((name, index) => {
    const x = left + size * (index + 0.5);
    const text = fitText(name, room, nameSize);
    const common = { fill: canvas.palette.ink, 'font-size': nameSize };
    return angle === 0
      ? element(canvas, 'text', { x, y: bottom + 16, 'text-anchor': 'middle', ...common }, text)
      : element(
          canvas,
          'text',
          {
            transform: `translate(${x},${bottom + 7}) rotate(-${angle})`,
            dy: angle === 90 ? '0.35em' : '0.6em',
            'text-anchor': 'end',
            ...common,
          },
          text,
        );
  });
  const depth = angle === 0 ? 18 : 8 + Math.min(longest, room) * Math.sin(radians) + (angle === 45 ? 8 : 0);
  return { elements, bottom: bottom + depth };
}

/** What full shades mean. */
function drawScales(
  canvas: Canvas,
  mistakeScale: number,
  top: number,
): { elements: Element[]; bottom: number } {
  const steps = 5;
  const { palette } = canvas;
  const one = (
    label: string,
    colour: string,
    end: string,
    x: number,
    y: number,
  ): { elements: Element[]; right: number } => {
    const elements = [element(canvas, 'text', { x, y, dy: '0.35em', fill: palette.muted }, `${label} 0%`)];
    let at = x + textWidth(`${label} 0%`, TEXT_SIZE) + 6;
    for (let step = 0; step < steps; step++, at += 14) {
      elements.push(
        element(canvas, 'rect', {
          x: at,
          y: y - 6,
          width: 14,
          height: 12,
          fill: colour,
          'fill-opacity': (step + 0.5) / steps,
        }),
      );
    }
    elements.push(element(canvas, 'text', { x: at + 6, y, dy: '0.35em', fill: palette.muted }, end));
    return { elements, right: at + 6 + textWidth(end, TEXT_SIZE) };
  };
  let y = top + 6;
  const whole = canvas.width >= 280 ? ' of the row' : '';
  const first = one('right', palette.rightShade, `100%${whole}`, MARGIN, y);
  const end = `${formatPercent(mistakeScale, 0)}${whole}`;
  const wraps = first.right + 24 + (first.right - MARGIN) + 16 > canvas.width - MARGIN;
  if (wraps) y += TEXT_SIZE + 8;
  const second = one('wrong', palette.wrongShade, end, wraps ? MARGIN : first.right + 24, y);
  return { elements: [...first.elements, ...second.elements], bottom: y + 8 };
}
