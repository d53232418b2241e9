import { PIXEL_BLOCK, PIXEL_PARTS } from '../opcodes.ts';
import type { RowPlacement } from './parameter.ts';

/** Bytes are transposed in blocks of so many pixels: each part of the pixels begins with one. */
const ALIGNMENT = 16;

/** Where the rows of a first layer's weights lie: those of a part of the pixels together (see assembly/pixel-parts.ts). */
export function placePixels(pixels: number): RowPlacement {
  const of = new Uint32Array(pixels);
  let count = 0;
  for (let part = 0; part < PIXEL_PARTS; part++) {
    for (let block = part * PIXEL_BLOCK; block < pixels; block += PIXEL_PARTS * PIXEL_BLOCK) {
      for (let pixel = block; pixel < Math.min(pixels, block + PIXEL_BLOCK); pixel++) of[pixel] = count++;
    }
    count = Math.ceil(count / ALIGNMENT) * ALIGNMENT;
  }
  return { count, of };
}
