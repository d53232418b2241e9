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

/** A straight piece of a curve, in pixels. */
export type Segment = readonly [from: readonly [x: number, y: number], to: readonly [x: number, y: number]];

const POINT = 5;

/**
 * Middle of the text beside each point: above, right, below or left of it, the first place where it covers nothing, or else
 * the one where it covers least.
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  lines: readonly Segment[],
  box: Box,
  size: number,
): PlacedLabel[] {
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
      [x + side, y + size],
      [x - side, y + size],
    ] as const;
    const costs = places.map(([px, py]) => {
      const here = around(px, py, width, size);
      const outside =
        here.left < box.left || here.right > box.right || here.top < box.top || here.bottom > box.bottom;
      const covered = taken.filter((other) => overlaps(here, other)).length;
      return covered + crossings(here, lines) + (outside ? 2 : 0);
    });
    const best = places[costs.indexOf(Math.min(...costs))] ?? places[0];
    placed.push({ x: best[0], y: best[1], text });
    taken.push(around(best[0], best[1], width, size));
  }
  return placed;
}

/** How many segments pass through a box. */
export function crossings(box: Box, lines: readonly Segment[]): number {
  return lines.filter((line) => passes(box, line)).length;
}

/** Liang and Barsky: the part of a segment between each pair of opposite sides, and whether any is left. */
function passes({ left, right, top, bottom }: Box, [[x1, y1], [x2, y2]]: Segment): boolean {
  let [enter, leave] = [0, 1];
  for (const [from, to, low, high] of [
    [x1, x2, left, right],
    [y1, y2, top, bottom],
  ] as const) {
    const length = to - from;
    if (length === 0) {
      if (from < low || from > high) return false;
      continue;
    }
    const ends = [(low - from) / length, (high - from) / length] as const;
    enter = Math.max(enter, Math.min(...ends));
    leave = Math.min(leave, Math.max(...ends));
  }
  return enter <= leave;
}

function around(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
