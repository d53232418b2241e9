import type { Box } from './canvas.ts';
import { textWidth } from './text-width.ts';

export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  /** Empty: nothing is written, but the point is kept free. */
  readonly text: string;
  /** The two ends of its error bar, in pixels down. */
  readonly reach?: readonly number[] | undefined;
}

export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

const POINT = 5;

/** Middle of the text beside each point: above, right, below or left of it, the first place where it covers nothing. */
export function placeLabels(points: readonly LabelledPoint[], box: Box, size: number): PlacedLabel[] {
  const taken = points.flatMap(({ x, y, reach = [] }) => [
    around(x, y, POINT * 2, POINT * 2),
    { left: x - 1, right: x + 1, top: Math.min(y, ...reach), bottom: Math.max(y, ...reach) },
  ]);
  const placed: PlacedLabel[] = [];
  for (const { x, y, text } of points) {
    if (text === '') continue;
    const width = textWidth(text, size);
    const side = POINT + 3 + width / 2;
    const places = [
      [x, y - size - 1],
      [x + side, y],
      [x, y + size + 1],
      [x - side, y],
      [x + side, y - size],
      [x - side, y - size],
    ] as const;
    const costs = places.map(([px, py]) => {
      const here = around(px, py, width, size);
      const outside =
        here.left < box.left || here.right > box.right || here.top < box.top || here.bottom > box.bottom;
      return taken.filter((other) => overlaps(here, other)).length + (outside ? 2 : 0);
    });
    const best = places[costs.indexOf(Math.min(...costs))] ?? places[0];
    placed.push({ x: best[0], y: best[1], text });
    taken.push(around(best[0], best[1], width, size));
  }
  return placed;
}

function around(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
