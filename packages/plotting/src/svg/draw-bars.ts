import * as Plot from '@observablehq/plot';
import { describeBars } from '../describe.ts';
import type { BarFigure } from '../figure.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { createScale } from '../scale.ts';
import { type Canvas, element, frame, header, legend, MARGIN, plotGroup, TEXT_SIZE } from './canvas.ts';
import { fitTicks } from './fit-ticks.ts';
import { fitText, textWidth } from './text-width.ts';

const LONGEST_NAME = 160;

/** Horizontal bars from zero, with their values as numbers. */
export function drawBars(canvas: Canvas, figure: BarFigure): Element {
  const { categories, series, notes, value } = figure;
  const { palette } = canvas;
  const show = (number: number): string => {
    if (!Number.isFinite(number)) return 'no value';
    return value.format === 'percent' ? formatPercent(number) : formatNumber(number);
  };
  const scale = createScale(
    value,
    series.flatMap(({ values, spread, dots }) => [
      ...values,
      ...(spread?.flat() ?? []),
      ...(dots?.flat() ?? []),
    ]),
    {
      include: value.scale === 'log' ? [] : [0],
      ticks: canvas.width < 480 ? 4 : 5,
    },
  );
  // Where bars begin: at zero, or at the end of the domain that is nearest to it.
  const [lowEnd, highEnd] = scale.domain;
  const base = scale.type === 'log' ? lowEnd : Math.min(Math.max(0, lowEnd), highEnd);
  const within = (number: number): number => Math.min(Math.max(number, lowEnd), highEnd);
  const top = header(canvas, figure);
  const key = legend(
    canvas,
    series.length < 2
      ? []
      : series.map(({ name }, index) => ({
          label: name,
          swatch: (x: number, y: number) => [
            element(canvas, 'rect', { x, y: y - 5, width: 16, height: 10, fill: colourOf(index) }),
          ],
        })),
    top.bottom,
  );
  const barHeight = series.length === 1 ? 16 : 11;
  const rowHeight = series.length * (barHeight + 1) + (series.length === 1 ? 8 : 12);
  const nameRoom = Math.min(LONGEST_NAME, canvas.width * 0.32);
  const names = categories.map((name) => fitText(name, nameRoom, TEXT_SIZE));
  const left = MARGIN + Math.ceil(Math.max(...names.map((name) => textWidth(name, TEXT_SIZE)))) + 10;
  const valueSize = series.length === 1 ? TEXT_SIZE : 10;
  const textOf = (index: number, number: number): string => {
    const note = notes?.[index];
    return note === undefined ? show(number) : `${show(number)}  ${note}`;
  };
  // The bars end where the longest text behind one of them still fits.
  const edge = canvas.width - MARGIN;
  const right = Math.max(
    left + (edge - left) * 0.4,
    Math.min(
      edge - textWidth(scale.format(scale.domain[1]), TEXT_SIZE) / 2,
      ...series.flatMap(({ values, spread, dots }) =>
        values.map((number, index) => {
          const end = scale.position(within(Math.max(number, ...farthest(spread, dots, index), base)));
          const room = edge - textWidth(textOf(index, number), valueSize) - 8;
          return end > 0 ? left + (room - left) / end : edge;
        }),
      ),
    ),
  );
  const ticks = fitTicks(scale, right - left);
  const bottom = key.bottom + 4 + rowHeight * categories.length;
  const height = bottom + 48;
  const band = categories.map((_, index) => index);

  function colourOf(index: number): string {
    return palette.series[index % palette.series.length] ?? palette.ink;
  }

  const plot = Plot.plot({
    document: canvas.document,
    width: canvas.width,
    height,
    marginLeft: left,
    marginRight: canvas.width - right,
    marginTop: bottom - rowHeight * categories.length,
    marginBottom: height - bottom,
    x: { type: scale.type, domain: scale.domain, axis: null },
    y: { type: 'band', domain: band, padding: 0, round: false, axis: null },
    marks: [
      Plot.gridX(ticks, { stroke: palette.grid, strokeOpacity: 1 }),
      Plot.axisX(ticks, {
        tickSize: 0,
        tickPadding: 8,
        label: null,
        text: scale.format,
        fill: palette.muted,
        fontSize: TEXT_SIZE,
        fontVariant: 'tabular-nums',
      }),
      ...series.flatMap(({ values, spread, dots }, index): Plot.Markish[] => {
        const before = (rowHeight - series.length * (barHeight + 1)) / 2 + index * (barHeight + 1);
        const rows = values.map((number, category) => ({
          category,
          number,
          finite: Number.isFinite(scale.position(number)),
          low: spread?.[category]?.[0],
          high: spread?.[category]?.[1],
          end: Math.max(number, ...farthest(spread, dots, category), base),
        }));
        const shown = rows.filter(({ finite }) => finite);
        const middle = before + barHeight / 2 - rowHeight / 2;
        return [
          Plot.barX(shown, {
            x1: base,
            x2: ({ number }: (typeof rows)[number]) => within(number),
            y: 'category',
            insetTop: before,
            insetBottom: rowHeight - before - barHeight,
            fill: colourOf(index),
            fillOpacity: ({ category }: { category: number }) =>
              notes === undefined || notes[category] !== undefined ? 1 : 0.55,
          }),
          ...(spread === undefined
            ? []
            : [
                Plot.ruleY(shown, {
                  x1: ({ low }: (typeof rows)[number]) => within(low ?? Number.NaN),
                  x2: ({ high }: (typeof rows)[number]) => within(high ?? Number.NaN),
                  y: 'category',
                  dy: middle,
                  stroke: palette.ink,
                  strokeWidth: 1.5,
                }),
              ]),
          ...(dots === undefined
            ? []
            : [
                Plot.dot(
                  shown.flatMap(({ category }) => (dots[category] ?? []).map((at) => ({ category, at }))),
                  {
                    x: ({ at }: { at: number }) => within(at),
                    y: 'category',
                    dy: middle,
                    r: 2.5,
                    fill: palette.ink,
                    stroke: palette.halo,
                    strokeWidth: 0.75,
                  },
                ),
              ]),
          Plot.text(rows, {
            x: ({ end, finite }: (typeof rows)[number]) => (finite ? within(end) : lowEnd),
            y: 'category',
            dx: 6,
            dy: middle,
            textAnchor: 'start',
            text: ({ category, number }: (typeof rows)[number]) => textOf(category, number),
            fill: palette.ink,
            fontSize: valueSize,
            fontVariant: 'tabular-nums',
          }),
        ];
      }),
      Plot.ruleX([base], { stroke: palette.axis }),
      Plot.text(band, {
        x: () => lowEnd,
        y: (index: number) => index,
        dx: -10,
        textAnchor: 'end',
        text: (index: number) => names[index] ?? '',
        title: (index: number) => categories[index] ?? '',
        fill: palette.ink,
        fontSize: TEXT_SIZE,
        fontWeight: undefined,
      }),
    ],
    opacity: { type: 'identity' },
  });
  const content = [
    plotGroup(canvas, plot),
    ...top.elements,
    ...key.elements,
    element(
      canvas,
      'text',
      { x: (left + right) / 2, y: height - 12, 'text-anchor': 'middle', fill: palette.muted },
      value.label,
    ),
  ];
  return frame(canvas, {
    height,
    title: figure.title,
    description: figure.description ?? describeBars(figure),
    content,
  });
}

/** What reaches beyond a bar's own end. */
function farthest(
  spread: BarFigure['series'][number]['spread'],
  dots: BarFigure['series'][number]['dots'],
  category: number,
): number[] {
  return [...(spread?.[category]?.slice(1) ?? []), ...(dots?.[category] ?? [])].filter(Number.isFinite);
}
