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
  for (let pixel = 0; pixel < difference.length; pixel++) contrast = Math.max(contrast, difference[pixel]!);
  if (contrast <= least) return undefined;
  const parts = partsOf(difference, width, height, Math.max(least, contrast / 10));
  const largest = parts.reduce((most, { mass }) => Math.max(most, mass), 0);
  const object = parts.filter(({ mass }) => mass >= speck * largest).reduce(joined);
  const { mass, momentX, momentY } = object;
  return { ...object, massX: momentX / mass, massY: momentY / mass, contrast };
}

/** A connected part: its box, its mass (the sum of its differences), and mass times place. */
interface Part {
  left: number;
  top: number;
  right: number;
  bottom: number;
  mass: number;
  momentX: number;
  momentY: number;
}

function joined(a: Part, b: Part): Part {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
    mass: a.mass + b.mass,
    momentX: a.momentX + b.momentX,
    momentY: a.momentY + b.momentY,
  };
}

/** Connected pixels, diagonally too, that differ by more than the threshold. */
function partsOf(difference: Float32Array, width: number, height: number, threshold: number): Part[] {
  const seen = new Uint8Array(difference.length);
  const found = new Uint32Array(difference.length);
  const parts: Part[] = [];
  for (let start = 0; start < difference.length; start++) {
    if (seen[start] === 1 || !(difference[start]! > threshold)) continue;
    const part: Part = { left: width, top: height, right: 0, bottom: 0, mass: 0, momentX: 0, momentY: 0 };
    found[0] = start;
    seen[start] = 1;
    for (let at = 0, end = 1; at < end; at++) {
      const pixel = found[at]!;
      const x = pixel % width;
      const y = (pixel - x) / width;
      addPixel(part, x, y, difference[pixel]!);
      const firstX = Math.max(0, x - 1);
      const lastX = Math.min(width - 1, x + 1);
      const lastY = Math.min(height - 1, y + 1);
      for (let nextY = Math.max(0, y - 1); nextY <= lastY; nextY++) {
        for (let next = nextY * width + firstX; next <= nextY * width + lastX; next++) {
          if (seen[next] === 1 || !(difference[next]! > threshold)) continue;
          seen[next] = 1;
          found[end++] = next;
        }
      }
    }
    parts.push(part);
  }
  return parts;
}

function addPixel(part: Part, x: number, y: number, difference: number): void {
  part.left = Math.min(part.left, x);
  part.top = Math.min(part.top, y);
  part.right = Math.max(part.right, x + 1);
  part.bottom = Math.max(part.bottom, y + 1);
  part.mass += difference;
  part.momentX += difference * (x + 0.5);
  part.momentY += difference * (y + 0.5);
}
