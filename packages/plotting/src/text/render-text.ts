import { checkBoolean, checkName, checkObject, checkOptions } from '@atelier/checks';
import type { LineFigure, Series } from '../figure.ts';
import { createScale, type Scale } from '../scale.ts';
import { asciiLine } from './ascii-line.ts';
import { brailleLine } from './braille-line.ts';
import { fitColumns, plainText } from './terminal-text.ts';
import { textLegend } from './text-legend.ts';
import { charsets, leftOut, type Signs, signsOf } from './text-signs.ts';
import { cellAt, createGrid, put, type TextGrid, type UnitPoint } from './text-grid.ts';

/** Options of `renderText`. */
export interface RenderTextOptions {
  /** Columns, at least 32. Default 80. */
  readonly width?: number | undefined;
  /** Lines, at least 8. Default 20. A legend too long for them makes it higher. */
  readonly height?: number | undefined;
  /** ANSI colours, in addition to the signs. Default false. */
  readonly color?: boolean | undefined;
  /** `unicode` draws lines with braille dots; `ascii` suits terminals and logs without them. Default `unicode`. */
  readonly charset?: 'unicode' | 'ascii' | undefined;
}

const LEAST_WIDTH = 32;
const LEAST_HEIGHT = 8;
/** Of the plot itself, when the legend is long. */
const LEAST_ROWS = 4;
/** Of the 256-colour palette: readable on black and on white. */
const COLOURS = [33, 166, 36, 133, 136, 75, 102, 124] as const;

/** How one series looks in text. */
interface TextSeries {
  readonly points: readonly UnitPoint[];
  readonly line: boolean;
  /** At every point, or only at intervals along a line. */
  readonly marker: string | undefined;
  readonly everywhere: boolean;
  readonly colour: number;
}

/**
 * Curves as lines of text for a terminal, with axes and legend. Series are told apart by signs: dots of a series
 * are markers, lines are fine dots; several lines carry letters. Of more than four runs only the lines are drawn,
 * and the legend says so.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for less than 32 columns or 8 lines
 */
export function renderText(figure: LineFigure, options: RenderTextOptions = {}): string {
  checkObject('A figure', figure, 'kind and title');
  checkName('kind of figure in text', figure.kind, ['line']);
  checkOptions(
    'renderText',
    options,
    { width: true, height: true, color: true, charset: true },
    { colour: 'color' },
  );
  const { width = 80, height = 20, color = false, charset = 'unicode' } = options;
  if (
    !(Number.isInteger(width) && Number.isInteger(height) && width >= LEAST_WIDTH && height >= LEAST_HEIGHT)
  ) {
    throw new RangeError(
      `a figure of ${String(width)}x${String(height)} characters has no room for its axes; ${LEAST_WIDTH}x${LEAST_HEIGHT} is the least`,
    );
  }
  checkBoolean('color', color);
  checkName('charset', charset, ['unicode', 'ascii']);
  const signs = charsets[charset];
  const values = (axis: 0 | 1): number[] => [
    ...figure.series.flatMap(({ points }) =>
      points.filter((point) => point.every(Number.isFinite)).map((point) => point[axis]),
    ),
    ...(figure.rules ?? []).filter((rule) => (rule.axis === 'x') === (axis === 0)).map(({ value }) => value),
  ];
  const paint = (text: string, colour: number): string =>
    color ? `\u001B[38;5;${COLOURS[colour % COLOURS.length] ?? 33}m${text}\u001B[39m` : text;
  const legendLines = textLegend(figure, signs, width, paint);
  const rows = Math.max(LEAST_ROWS, height - 3 - legendLines.length);
  const y = createScale(figure.y, values(1), { ticks: Math.max(2, Math.floor(rows / 3)) });
  const tickWidth = Math.max(0, ...y.ticks.map((tick) => y.format(tick).length));
  const columns = width - tickWidth - 3;
  const x = createScale(figure.x, values(0), { ticks: Math.floor(columns / 8), nice: false });

  const grid = createGrid(columns, rows);
  for (const { axis, value } of figure.rules ?? [])
    drawRule(grid, axis, (axis === 'x' ? x : y).position(value), signs);
  const series = figure.series.map((one) => textSeries(figure, one, x, y, signs));
  const left = leftOut(figure);
  series.forEach(({ points, line }, index) => {
    if (line) (charset === 'ascii' ? asciiLine : brailleLine)(grid, points, index);
  });
  series.forEach((one, index) => {
    if (!left.includes(figure.series[index]?.name ?? '')) drawMarkers(grid, one, index);
  });
  const nothing = grid.cells.every((row) => row.every((cell) => cell === undefined));

  const { title, subtitle = '' } = figure;
  // A title such as "Loss" says already what the axis shows.
  const said = `${title} ${subtitle}`.toLowerCase().includes(figure.y.label.toLowerCase());
  const heading = [title, said ? '' : figure.y.label, subtitle]
    .filter(Boolean)
    .map(plainText)
    .join(` ${signs.dash} `);
  const yTicks = new Map(
    y.ticks.map((tick) => [Math.round((1 - y.position(tick)) * (rows - 1)), y.format(tick)]),
  );
  const body = grid.cells.map((row, index) => {
    const label = (yTicks.get(index) ?? '').padStart(tickWidth);
    const cells = row.map((cell) =>
      cell === undefined
        ? ' '
        : cell.series < 0
          ? cell.text
          : paint(cell.text, series[cell.series]?.colour ?? 0),
    );
    const note = nothing && index === rows >> 1 ? '   no finite values' : undefined;
    return ` ${label} ${yTicks.has(index) ? signs.tick : signs.wall}${note ?? cells.join('')}`;
  });
  const [floor, numbers] = xAxis(x, columns, signs);
  const indent = ' '.repeat(tickWidth + 2);
  return [
    ` ${fitColumns(heading, width - 1, signs.ellipsis)}`,
    ...body,
    `${indent}${signs.corner}${floor}`,
    `${indent} ${numbers}`,
    ...legendLines,
  ]
    .map((line) => line.trimEnd())
    .map((line) => (charset === 'ascii' ? line.replaceAll('−', '-') : line))
    .join('\n');
}

/** Each group has a letter: small for dots, capital along lines. Each name has a marker. */
function textSeries(figure: LineFigure, series: Series, x: Scale, y: Scale, signs: Signs): TextSeries {
  const { mark = 'line' } = series;
  const { index, sign, lineSign } = signsOf(figure, series, signs);
  return {
    points: series.points.map(([px, py]) => [x.position(px), y.position(py)]),
    line: mark !== 'dots',
    marker: mark === 'line' ? lineSign : sign,
    everywhere: mark !== 'line',
    colour: index,
  };
}

function drawRule(grid: TextGrid, axis: 'x' | 'y', at: number, signs: Signs): void {
  const cell = cellAt(grid, axis === 'x' ? [at, 0] : [0, at]);
  if (cell === undefined) return;
  for (let index = 0; index < (axis === 'x' ? grid.rows : grid.columns); index++) {
    if (axis === 'x') put(grid, cell.column, index, { text: signs.rule, series: -1 });
    else if (index % 2 === 0) put(grid, index, cell.row, { text: signs.floor, series: -1 });
  }
}

/** Every point has its marker while there is room; closer points share one, at their mean. */
function drawMarkers(grid: TextGrid, { points, marker, everywhere }: TextSeries, series: number): void {
  if (marker === undefined) return;
  const finite = points.filter((point) => point.every(Number.isFinite));
  const sparse = !everywhere || finite.length > grid.columns / 1.5;
  const spacing = everywhere ? 2 : Math.max(8, Math.floor(grid.columns / 6));
  // Letters of different lines stand in different columns.
  const shift = everywhere ? 0 : Math.floor((series * spacing) / 3) % spacing;
  const bins = new Map<number, UnitPoint[]>();
  for (const [index, point] of finite.entries()) {
    const bin = sparse ? Math.floor((point[0] * (grid.columns - 1) + shift) / spacing) : index;
    bins.set(bin, [...(bins.get(bin) ?? []), point]);
  }
  for (const bin of bins.values()) {
    const middle = bin[bin.length >> 1];
    if (middle === undefined) continue;
    const y = everywhere ? bin.reduce((sum, point) => sum + point[1], 0) / bin.length : middle[1];
    const cell = cellAt(grid, [middle[0], y]);
    if (cell !== undefined) put(grid, cell.column, cell.row, { text: marker, series });
  }
}

function xAxis(x: Scale, columns: number, signs: Signs): [floor: string, numbers: string] {
  const floor = Array.from({ length: columns }, () => signs.floor as string);
  let numbers = '';
  for (const tick of x.ticks) {
    const column = Math.round(x.position(tick) * (columns - 1));
    const text = x.format(tick);
    const start = Math.max(0, Math.min(columns - text.length, column - (text.length >> 1)));
    if (numbers !== '' && start < numbers.length + 2) continue;
    floor[column] = signs.mark;
    numbers = numbers.padEnd(start) + text;
  }
  return [floor.join(''), numbers];
}
