import type { Picture } from '../picture.ts';

// Blue and orange of equal visual weight, distinguishable with any kind of colour vision.
const NEGATIVE = [0, 114, 206] as const;
const POSITIVE = [222, 98, 0] as const;

export interface DivergingOptions {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly unit: number;
  readonly units: number;
  /** The magnitude that gets the full colour. */
  readonly largest: number;
}

/**
 * One unit's column of a kernel `[height * width * channels, units]` as a picture: hue for the sign, opacity for
 * the size, so that zero is the page's own colour in light and dark. What is not finite is gray.
 */
export function divergingPicture(kernel: ArrayLike<number>, options: DivergingOptions): Picture {
  const { height, width, channels, unit, units, largest } = options;
  // Channels stand side by side.
  const columns = width * channels;
  const pixels = new Uint8Array(height * columns * 4);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < columns; column++) {
      const channel = Math.floor(column / width);
      const input = (row * width + (column % width)) * channels + channel;
      const weight = kernel[input * units + unit] ?? 0;
      const at = (row * columns + column) * 4;
      if (!Number.isFinite(weight)) {
        pixels.set([128, 128, 128, 255], at);
        continue;
      }
      pixels.set(weight < 0 ? NEGATIVE : POSITIVE, at);
      pixels[at + 3] = largest === 0 ? 0 : Math.round((Math.abs(weight) / largest) * 255);
    }
  }
  return { width: columns, height, channels: 4, pixels };
}

/** The SVG colour of a sign. */
export function diverging(value: number): string {
  return `rgb(${(value < 0 ? NEGATIVE : POSITIVE).join(',')})`;
}
