import type { Picture } from '../picture.ts';
import { mapPixels, quantile, ringOf } from './pixels.ts';

/** The background of a picture, which may be lit unevenly. */
export interface Background {
  /** Its value in each channel at each pixel, `[height, width]`. */
  readonly planes: readonly Float32Array[];
  /** Of each pixel of the picture from that, the greatest of all channels. */
  readonly difference: Float32Array;
  /** How far its pixels are from that, at most, except for a few. */
  readonly noise: number;
}

/** Values this near each other count as one colour: a wall with shadows, paper with grain. */
const tolerance = 24;

/** The least share of the border that is background. Objects may touch the border. */
const leastShare = 0.5;

/**
 * The plain background of a picture: most of its border has one colour, or fades slowly from one to another.
 *
 * @param planes of its channels, each `[height, width]`, 0–255
 * @returns `undefined` if it has none
 */
export function backgroundOf(
  planes: readonly Float32Array[],
  { width, height }: Pick<Picture, 'width' | 'height'>,
): Background | undefined {
  const ring = ringOf(width, height);
  const surfaces = planes.map((plane) => mapPixels(plane.length, surfaceOf(plane, ring, width, height)));
  const difference = mapPixels(width * height, (pixel) =>
    planes.reduce((most, plane, at) => Math.max(most, Math.abs(plane[pixel]! - surfaces[at]![pixel]!)), 0),
  );
  const near = Float32Array.from(ring, (pixel) => difference[pixel]!)
    .filter((each) => each <= tolerance)
    .sort();
  if (near.length < leastShare * ring.length) return undefined;
  return { planes: surfaces, difference, noise: quantile(near, 0.95) };
}

/** The share of the border that a surface which fits is within half the tolerance of. */
const fittingShare = 0.9;

type Surface = (pixel: number) => number;

/** A level; where that leaves more than grain, a plane through what is near it; where that does not fit and a bowl does, the bowl. */
function surfaceOf(plane: Float32Array, ring: Uint32Array, width: number, height: number): Surface {
  const level = commonest(ring, plane);
  const flat: Surface = () => level;
  const near = (surface: Surface, within: number): Uint32Array =>
    ring.filter((pixel) => Math.abs(plane[pixel]! - surface(pixel)) <= within);
  if (near(flat, 2).length > leastShare * ring.length) return flat;
  const features = (pixel: number): readonly number[] => {
    const x = ((pixel % width) + 0.5) / width - 0.5;
    const y = (Math.floor(pixel / width) + 0.5) / height - 0.5;
    return [1, x, y, x * x, y * y, x * y];
  };
  let best = flat;
  // A lamp or a lens makes the middle brighter than the corners: a bowl has all features, a plane the first three.
  for (const count of [3, 6]) {
    let surface = best;
    for (const within of [4 * tolerance, 2 * tolerance, tolerance, tolerance]) {
      const some = near(surface, within);
      const enough = some.length >= leastShare * ring.length;
      if (!enough && surface !== best) break;
      // From one side to the other, a steep slope is far from any level.
      const solved = leastSquares(enough ? some : ring, (pixel) => features(pixel).slice(0, count), plane);
      surface = (pixel) => {
        const known = features(pixel);
        return solved.reduce((sum, each, at) => sum + each * known[at]!, 0);
      };
    }
    if (near(surface, tolerance / 2).length >= fittingShare * ring.length) return surface;
    // Half of the border is enough for a plane through what has about one level. Any other surface has to fit: scenes have horizons.
    const isNearFlat = near(flat, 4 * tolerance).length >= leastShare * ring.length;
    if (best === flat && isNearFlat) best = surface;
  }
  return best;
}

/** The value that most pixels are near. */
function commonest(pixels: Uint32Array, plane: Float32Array): number {
  const counts = new Uint32Array(256);
  for (const pixel of pixels) counts[Math.round(plane[pixel]!)]! += 1;
  let [best, most] = [0, -1];
  for (let value = 0; value < 256; value++) {
    let near = 0;
    for (let other = Math.max(0, value - 8); other <= Math.min(255, value + 8); other++) {
      // A little more for the middle.
      near += counts[other]! * (9 - Math.abs(other - value));
    }
    if (near > most) [best, most] = [value, near];
  }
  return best;
}

/** Keeps the equations solvable where pixels lie in a line. */
const ridge = 1e-6;

/** Coefficients of the features that come nearest the values. */
function leastSquares(
  pixels: Uint32Array,
  features: (pixel: number) => readonly number[],
  values: Float32Array,
): readonly number[] {
  const first = features(pixels[0]!);
  const size = first.length;
  const matrix = first.map((_, row) => [...first, 0].map((__, column) => (row === column ? ridge : 0)));
  for (const pixel of pixels) {
    const row = [...features(pixel), values[pixel]!];
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= size; j++) matrix[i]![j]! += row[i]! * row[j]!;
    }
  }
  // Gauss-Jordan; the matrix is positive definite, so no pivot is needed.
  for (let pivot = 0; pivot < size; pivot++) {
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue;
      const factor = matrix[row]![pivot]! / matrix[pivot]![pivot]!;
      for (let column = 0; column <= size; column++)
        matrix[row]![column]! -= factor * matrix[pivot]![column]!;
    }
  }
  return matrix.map((row, at) => row[size]! / row[at]!);
}
