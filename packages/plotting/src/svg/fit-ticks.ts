import type { Scale } from '../scale.ts';
import { TEXT_SIZE } from './canvas.ts';
import { textWidth } from './text-width.ts';

const GAP = 10;

/** The ticks of a horizontal axis whose labels fit side by side in this many pixels. */
export function fitTicks(scale: Scale, pixels: number): number[] {
  const kept: number[] = [];
  let end = -Infinity;
  for (const tick of scale.ticks) {
    const middle = scale.position(tick) * pixels;
    const half = textWidth(scale.format(tick), TEXT_SIZE) / 2;
    if (middle - half < end + GAP) continue;
    kept.push(tick);
    end = middle + half;
  }
  return kept;
}
