import { put, segments, type TextGrid, type UnitPoint } from './text-grid.ts';

/** A line's place within a character: upper, middle, lower third. */
const THIRDS = ["'", '-', '.'] as const;

/** Draws a line with ASCII: one character per column where it is flat, vertical strokes where it is steep. */
export function asciiLine(grid: TextGrid, points: readonly UnitPoint[], series: number): void {
  const place = (y: number): number => (1 - y) * (grid.rows - 1) + 0.5;
  for (const [from, to] of segments(points)) {
    const [start, end] = [from[0] * (grid.columns - 1), to[0] * (grid.columns - 1)];
    let before: number | undefined;
    for (
      let column = Math.round(Math.min(start, end));
      column <= Math.round(Math.max(start, end));
      column++
    ) {
      const share = start === end ? 0 : Math.min(1, Math.max(0, (column - start) / (end - start)));
      const at = place(from[1] + (to[1] - from[1]) * share);
      const row = Math.floor(at);
      put(grid, column, row, { text: THIRDS[Math.floor((at - row) * 3)] ?? '-', series });
      if (before !== undefined) {
        for (let between = Math.min(before, row) + 1; between < Math.max(before, row); between++) {
          put(grid, column, between, { text: '|', series });
        }
      }
      before = row;
    }
  }
}
