/**
 * The batch's bytes transposed, so that the weights' gradient reads a pixel of all samples in one piece.
 *
 * Memory: images u8 `[count, pixels]`; transposed u8 `[rows of pixels, stride]` (see pixel-parts.ts), a stride of at least the batch's size rounded up to 16.
 */
import { RUN_IMAGES } from '../src/memory/control';
import { PIXEL_BLOCK, PIXEL_PARTS } from '../src/opcodes';
import { PART_STEP, partStart } from './pixel-parts';
import { batch, sampleAt, thread, threads } from './step';

/** Arguments: transposed, pixels, stride: bytes from a pixel to the next, partRows. Threads own parts of the pixels. */
export function bytesTranspose(args: usize): void {
  const transposed: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const stride: usize = load<u32>(args, 8);
  const partRows = load<i32>(args, 12);
  const images: usize = load<u32>(RUN_IMAGES);
  for (let row = 0; row < batch; row += 16) {
    for (let part = thread; part < PIXEL_PARTS; part += threads) {
      let out = transposed + part * partRows * stride + row;
      for (let block = partStart(part); block < pixels; block += PART_STEP) {
        const end = min(block + PIXEL_BLOCK, pixels);
        for (let p = block; p < end; p += 16) {
          transpose16(images + p, pixels, row, out, stride);
          out += 16 * stride;
        }
      }
    }
  }
}

/** Rows beyond the batch repeat its last one; the readers know the batch's size. */
function loadRow(images: usize, pixels: i32, row: i32): v128 {
  return v128.load(images + sampleAt(min(row, batch - 1)) * pixels);
}

function transpose16(images: usize, pixels: i32, row: i32, out: usize, stride: usize): void {
  // Four rounds of interleaving row i with row i + 8 bring byte j of row i to byte i of row j.
  let a0 = loadRow(images, pixels, row);
  let a1 = loadRow(images, pixels, row + 1);
  let a2 = loadRow(images, pixels, row + 2);
  let a3 = loadRow(images, pixels, row + 3);
  let a4 = loadRow(images, pixels, row + 4);
  let a5 = loadRow(images, pixels, row + 5);
  let a6 = loadRow(images, pixels, row + 6);
  let a7 = loadRow(images, pixels, row + 7);
  let a8 = loadRow(images, pixels, row + 8);
  let a9 = loadRow(images, pixels, row + 9);
  let a10 = loadRow(images, pixels, row + 10);
  let a11 = loadRow(images, pixels, row + 11);
  let a12 = loadRow(images, pixels, row + 12);
  let a13 = loadRow(images, pixels, row + 13);
  let a14 = loadRow(images, pixels, row + 14);
  let a15 = loadRow(images, pixels, row + 15);
  for (let round = 0; round < 4; round++) {
    const b0 = low(a0, a8);
    const b1 = high(a0, a8);
    const b2 = low(a1, a9);
    const b3 = high(a1, a9);
    const b4 = low(a2, a10);
    const b5 = high(a2, a10);
    const b6 = low(a3, a11);
    const b7 = high(a3, a11);
    const b8 = low(a4, a12);
    const b9 = high(a4, a12);
    const b10 = low(a5, a13);
    const b11 = high(a5, a13);
    const b12 = low(a6, a14);
    const b13 = high(a6, a14);
    const b14 = low(a7, a15);
    const b15 = high(a7, a15);
    a0 = b0;
    a1 = b1;
    a2 = b2;
    a3 = b3;
    a4 = b4;
    a5 = b5;
    a6 = b6;
    a7 = b7;
    a8 = b8;
    a9 = b9;
    a10 = b10;
    a11 = b11;
    a12 = b12;
    a13 = b13;
    a14 = b14;
    a15 = b15;
  }
  v128.store(out, a0);
  v128.store(out + stride, a1);
  v128.store(out + stride * 2, a2);
  v128.store(out + stride * 3, a3);
  v128.store(out + stride * 4, a4);
  v128.store(out + stride * 5, a5);
  v128.store(out + stride * 6, a6);
  v128.store(out + stride * 7, a7);
  v128.store(out + stride * 8, a8);
  v128.store(out + stride * 9, a9);
  v128.store(out + stride * 10, a10);
  v128.store(out + stride * 11, a11);
  v128.store(out + stride * 12, a12);
  v128.store(out + stride * 13, a13);
  v128.store(out + stride * 14, a14);
  v128.store(out + stride * 15, a15);
}

function low(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function high(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
