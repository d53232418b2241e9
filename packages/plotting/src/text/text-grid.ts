/** Where a series passes through the plot, from 0 to 1 on both axes, left to right and bottom to top. NaN is a gap. */
export type UnitPoint = readonly [x: number, y: number];

/** A character of the plot, and its series. */
export interface Cell {
  readonly text: string;
  readonly series: number;
}

/** The plot's characters: `cells[row][column]`, the first row on top. */
export interface TextGrid {
  readonly columns: number;
  readonly rows: number;
  readonly cells: (Cell | undefined)[][];
}

export function createGrid(columns: number, rows: number): TextGrid {
  return {
    columns,
    rows,
    cells: Array.from({ length: rows }, () => Array.from({ length: columns }, () => undefined)),
  };
}

/** Column and row of a point; undefined outside the plot. */
export function cellAt(
  { columns, rows }: TextGrid,
  [x, y]: UnitPoint,
): { column: number; row: number } | undefined {
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return undefined;
  return { column: Math.round(x * (columns - 1)), row: Math.round((1 - y) * (rows - 1)) };
}

export function put(grid: TextGrid, column: number, row: number, cell: Cell): void {
  const line = grid.cells[row];
  if (line !== undefined && column >= 0 && column < grid.columns) line[column] = cell;
}

/** Consecutive pairs of points with a line between them; a point without neighbours is paired with itself. */
export function segments(points: readonly UnitPoint[]): (readonly [UnitPoint, UnitPoint])[] {
  const finite = (point: UnitPoint | undefined): point is UnitPoint =>
    point !== undefined && point.every(Number.isFinite);
  return points.flatMap((point, index): (readonly [UnitPoint, UnitPoint])[] => {
    if (!finite(point)) return [];
    const next = points[index + 1];
    if (finite(next)) return [[point, next]];
    return finite(points[index - 1]) ? [] : [[point, point]];
  });
}
