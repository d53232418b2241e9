import { cellAt, put, segments, type TextGrid, type UnitPoint } from './text-grid.ts';

/** Bits of a braille pattern by `[row][column]` of its 4x2 dots. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const BLANK = 0x2800;

/** Draws a line with braille dots, two by four to a character; lines that cross share a character's dots. */
export function brailleLine(grid: TextGrid, points: readonly UnitPoint[], series: number): void {
  const [width, height] = [grid.columns * 2, grid.rows * 4];
  // The middle of a row's dots is the row's own place, so that lines, markers and ticks agree.
  const dotX = (x: number): number => x * (width - 2) + 0.5;
  const dotY = (y: number): number => (1 - y) * (height - 4) + 1.5;
  for (const [from, to] of segments(points)) {
    if (from === to) {
      lonePoint(grid, from, series);
      continue;
    }
    const [x0, y0, x1, y1] = [dotX(from[0]), dotY(from[1]), dotX(to[0]), dotY(to[1])];
    const steps = Math.max(
      1,
      Math.ceil(Math.min(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)), width * height)),
    );
    for (let step = 0; step <= steps; step++) {
      dot(
        grid,
        Math.round(x0 + ((x1 - x0) * step) / steps),
        Math.round(y0 + ((y1 - y0) * step) / steps),
        series,
      );
    }
  }
}

/** A point without neighbours: four dots, to be visible. */
function lonePoint(grid: TextGrid, point: UnitPoint, series: number): void {
  const cell = cellAt(grid, point);
  if (cell !== undefined) put(grid, cell.column, cell.row, { text: '⠶', series });
}

function dot(grid: TextGrid, x: number, y: number, series: number): void {
  const [column, row] = [x >> 1, y >> 2];
  const before = grid.cells[row]?.[column]?.text.codePointAt(0) ?? BLANK;
  const pattern = before >= BLANK && before < BLANK + 256 ? before : BLANK;
  const bit = DOTS[y & 3]?.[x & 1] ?? 0;
  put(grid, column, row, { text: String.fromCodePoint(pattern | bit), series });
}
