import type { Drawing, Point } from './brush.ts';

/** Pixels with less ink than this are filled; the soft edge of a line ends the fill. */
const edge = 96;

/** Fills the blank area around a point, up to the lines about it. */
export function fill({ pixels, height, width }: Drawing, { x, y }: Point, ink: number): void {
  const start = Math.floor(y) * width + Math.floor(x);
  if (x < 0 || y < 0 || x >= width || y >= height || pixels[start]! >= edge) return;
  const seen = new Uint8Array(pixels.length);
  seen[start] = 1;
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    pixels[at] = Math.max(pixels[at]!, ink);
    const column = at % width;
    const next = [
      column > 0 ? at - 1 : at,
      column < width - 1 ? at + 1 : at,
      at >= width ? at - width : at,
      at < width * (height - 1) ? at + width : at,
    ];
    for (const neighbour of next) {
      if (seen[neighbour] === 1 || pixels[neighbour]! >= edge) continue;
      seen[neighbour] = 1;
      open.push(neighbour);
    }
  }
}
