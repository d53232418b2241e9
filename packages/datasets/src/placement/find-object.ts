/** An object in a picture, in pixels. */
export interface FoundObject {
  readonly left: number;
  readonly top: number;
  /** Behind the last column and row. */
  readonly right: number;
  readonly bottom: number;
  /** The centre of mass of its differences from the background. */
  readonly massX: number;
  readonly massY: number;
  /** The largest difference from the background. */
  readonly contrast: number;
}

/** Specks with less than this share of the largest part's mass are not part of the object. */
const speck = 0.02;

/**
 * Finds the object in a picture: all its parts that differ from the background by more than a tenth of the largest difference.
 *
 * @param difference of each pixel from the background, `[height, width]`, 0–255
 * @param least differences up to this are noise
 * @returns `undefined` where nothing differs
 */
export function findObject(
  difference: Float32Array,
  width: number,
  height: number,
  least: number,
): FoundObject | undefined {
  let contrast = 0;
  for (const value of difference) if (value > contrast) contrast = value;
  if (contrast <= least) return undefined;
  const parts = partsOf(difference, width, Math.max(least, contrast / 10));
  const largest = parts.reduce((most, { mass }) => Math.max(most, mass), 0);
  let [left, top, right, bottom] = [width, height, 0, 0];
  let [mass, massX, massY] = [0, 0, 0];
  for (const part of parts) {
    if (part.mass < speck * largest) continue;
    for (const pixel of part.pixels) {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      mass += difference[pixel]!;
      massX += difference[pixel]! * (x + 0.5);
      massY += difference[pixel]! * (y + 0.5);
    }
  }
  return { left, top, right, bottom, massX: massX / mass, massY: massY / mass, contrast };
}

interface Part {
  readonly pixels: readonly number[];
  readonly mass: number;
}

/** Connected pixels, diagonally too, that differ by more than the threshold. */
function partsOf(difference: Float32Array, width: number, threshold: number): Part[] {
  const seen = new Uint8Array(difference.length);
  const parts: Part[] = [];
  for (let start = 0; start < difference.length; start++) {
    if (seen[start] === 1 || !(difference[start]! > threshold)) continue;
    const pixels = [start];
    seen[start] = 1;
    let mass = 0;
    for (let at = 0; at < pixels.length; at++) {
      const pixel = pixels[at]!;
      mass += difference[pixel]!;
      const column = pixel % width;
      const [first, last] = [column === 0 ? 0 : -1, column === width - 1 ? 0 : 1];
      for (let row = -width; row <= width; row += width) {
        for (let step = first; step <= last; step++) {
          const next = pixel + row + step;
          // Beyond the picture there is no difference at all.
          if (seen[next] !== 0 || !(difference[next]! > threshold)) continue;
          seen[next] = 1;
          pixels.push(next);
        }
      }
    }
    parts.push({ pixels, mass });
  }
  return parts;
}
