import { PIXEL_BLOCK, PIXEL_PARTS } from '../opcodes.ts';
import type { RowPlacement } from './parameter.ts';

/** Bytes are transposed in blocks of so many pixels: each part of the pixels has whole ones. */
const ALIGNMENT = 16;
/** Bytes between two parts, a page: as far as a processor fetches ahead of what a thread reads. */
const GAP = 4096;

/**
 * Where the rows of pixels lie, of a first layer's weights or of transposed bytes: those of a part of the pixels together, and each part an
 * equal number of rows after the one before. Between them is a gap: a thread that comes to the end of its part would fetch ahead the
 * rows that another thread is about to write.
 */
export function placePixels(pixels: number, rowBytes: number): RowPlacement {
  const step = PIXEL_BLOCK * PIXEL_PARTS;
  // The first part has the most.
  const most = Math.floor(pixels / step) * PIXEL_BLOCK + Math.min(PIXEL_BLOCK, pixels % step);
  const partRows = Math.ceil((most + GAP / rowBytes) / ALIGNMENT) * ALIGNMENT;
  const of = new Uint32Array(pixels);
  for (let part = 0; part < PIXEL_PARTS; part++) {
    let row = part * partRows;
    for (let block = part * PIXEL_BLOCK; block < pixels; block += step) {
      for (let pixel = block; pixel < Math.min(pixels, block + PIXEL_BLOCK); pixel++) of[pixel] = row++;
    }
  }
  return { count: PIXEL_PARTS * partRows, of };
}
