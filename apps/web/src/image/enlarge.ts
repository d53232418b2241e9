import type { PictureFormat } from '../messages.ts';

/**
 * A picture of ink as a drawing, to be drawn on: as large as the square holds it, in its middle.
 *
 * @param pixels `[height, width]`
 * @param side of the drawing, in pixels
 * @returns `[side, side]`
 */
export function enlarge(
  pixels: Uint8Array,
  { height, width }: Pick<PictureFormat, 'height' | 'width'>,
  side: number,
): Uint8Array {
  const drawing = new Uint8Array(side * side);
  const scale = side / Math.max(height, width);
  const left = Math.floor((side - width * scale) / 2);
  const top = Math.floor((side - height * scale) / 2);
  for (let row = 0; row < Math.floor(height * scale); row++) {
    for (let column = 0; column < Math.floor(width * scale); column++) {
      drawing[(top + row) * side + left + column] =
        pixels[Math.floor(row / scale) * width + Math.floor(column / scale)]!;
    }
  }
  return drawing;
}
