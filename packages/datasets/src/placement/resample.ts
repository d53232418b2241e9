/** A rectangle of a picture, in its pixels. It may reach beyond the picture. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Of a plane; what comes behind, as in an image's shape, does not matter. */
export type Size = readonly [height: number, width: number, ...others: number[]];

/**
 * A rectangle of a plane as a smaller or larger one; each new pixel is the mean over its area, whose edges may cut through pixels.
 *
 * @param plane `[height, width]`
 * @param outside the value beyond the plane
 * @param size of the new rectangle
 * @returns a plane of that size
 */
export function resample(
  plane: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  window: Window,
  [newHeight, newWidth]: Size,
  outside: number,
): Float32Array {
  const columns = sharesOf(window.left, window.width, newWidth, width);
  const rows = sharesOf(window.top, window.height, newHeight, height);
  const out = new Float32Array(newWidth * newHeight);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      let sum = 0;
      let weight = 0;
      for (const [r, rowShare] of row.shares.entries()) {
        const start = (row.first + r) * width + column.first;
        for (const [c, columnShare] of column.shares.entries()) {
          sum += plane[start + c]! * rowShare * columnShare;
          weight += rowShare * columnShare;
        }
      }
      out[y * newWidth + x] = sum + outside * (1 - weight);
    }
  }
  return out;
}

/** Which old pixels, from `first` on, lie in a new one, and what share of it each covers. */
interface Shares {
  readonly first: number;
  readonly shares: readonly number[];
}

function sharesOf(start: number, length: number, parts: number, limit: number): Shares[] {
  const step = length / parts;
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [start + part * step, start + (part + 1) * step];
    const first = Math.max(0, Math.floor(from));
    const shares: number[] = [];
    for (let at = first; at < Math.min(limit, Math.ceil(to)); at++) {
      shares.push(Math.max(0, Math.min(at + 1, to) - Math.max(at, from)) / step);
    }
    return { first, shares };
  });
}
