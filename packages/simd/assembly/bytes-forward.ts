/**
 * A dense layer on pixels that are still bytes, forward. It visits only pixels whose value is not 0.
 *
 * Memory: images u8 `[count, pixels]`, followed by 64 readable bytes; `table` f32 x 256, a byte's value after rescaling;
 * weights f32 `[rows of pixels, 4 groups]` (see pixel-parts.ts); output f32 `[batch, 4 groups]`; sums of parts f32 `[PIXEL_PARTS, batch, 4 groups]`.
 * Assumes: `zero` is the byte whose value is 0, or -1 if there is none; scratch holds 2 TILE rows of the output.
 */
import { RUN_IMAGES } from '../src/memory/control';
import { PIXEL_BLOCK, PIXEL_PARTS } from '../src/opcodes';
import { addWideRows, nonZero } from './accumulators';
import { PART_STEP, partStart, sliceCount, sliceStart } from './pixel-parts';
import { batch, sampleAt, scratch, shareEnd, shareStart, thread, threads } from './step';
import { clear } from './vectors';

/** Samples whose sums stay in the first-level cache while the pixels pass. */
const TILE: i32 = 64;

/**
 * Arguments: weights, bias or 0, output, pixels, groups, table, zero, sums of parts or 0, partRows. With sums threads own parts, or slices of
 * them, which `bytesSums` adds up; without they own samples, and the output is complete.
 */
export function bytesForward(args: usize): void {
  const bias: usize = load<u32>(args, 4);
  const output: usize = load<u32>(args, 8);
  const pixels = load<i32>(args, 12);
  const groups = load<i32>(args, 16);
  const partSums: usize = load<u32>(args, 28);
  const items = PIXEL_PARTS * sliceCount();
  const rowBytes: usize = groups << 4;
  if (partSums == 0) {
    const end = shareEnd(batch);
    for (let first = shareStart(batch); first < end; first += TILE) {
      const rows = min(TILE, end - first);
      const to = output + first * rowBytes;
      touch(pixels, 0, 1, first, first + rows);
      addPart(args, 0, 0, groups, first, rows, to);
      addPartTo(args, 2, 0, groups, first, rows, to);
      addPart(args, 1, 0, groups, first, rows, scratch);
      addPartTo(args, 3, 0, groups, first, rows, scratch);
      add(to, scratch, rows * rowBytes);
      addBias(to, bias, rows, rowBytes);
    }
    return;
  }
  for (let first = 0; first < batch; first += TILE) {
    const rows = min(TILE, batch - first);
    touch(pixels, thread % PIXEL_PARTS, threads, first, first + rows);
    for (let item = thread; item < items; item += threads) {
      const part = item % PIXEL_PARTS;
      const slice = item / PIXEL_PARTS;
      const start = sliceStart(slice, groups);
      const end = sliceStart(slice + 1, groups);
      const sums = partSums + (part * batch + first) * rowBytes;
      if (part >= 2 && pairsAreAdded()) {
        addPartTo(args, part, start, end, first, rows, sums - 2 * batch * rowBytes);
      } else {
        addPart(args, part, start, end, first, rows, sums);
      }
    }
  }
}

/** Whether a thread owns both parts of a pair: it adds the second to the first, and half as many sums go from thread to thread. */
function pairsAreAdded(): bool {
  return threads <= 2;
}

/** Arguments: sums of parts, bias or 0, output, groups. Threads own samples. */
export function bytesSums(args: usize): void {
  const partSums: usize = load<u32>(args);
  const bias: usize = load<u32>(args, 4);
  const output: usize = load<u32>(args, 8);
  const rowBytes: usize = load<i32>(args, 12) << 4;
  const partBytes = batch * rowBytes;
  const first = shareStart(batch);
  const rows = shareEnd(batch) - first;
  const start = first * rowBytes;
  for (let i = start; i < start + rows * rowBytes; i += 16) {
    const sums = partSums + i;
    v128.store(output + i, f32x4.add(pairSum(sums, partBytes), pairSum(sums + partBytes, partBytes)));
  }
  addBias(output + start, bias, rows, rowBytes);
}

function pairSum(sums: usize, partBytes: usize): v128 {
  const first = v128.load(sums);
  return pairsAreAdded() ? first : f32x4.add(first, v128.load(sums + 2 * partBytes));
}

/** The products of a tile of samples with a part's weights, from group `start` to `end`, to rows at `sums`. */
function addPart(args: usize, part: i32, start: i32, end: i32, first: i32, rows: i32, sums: usize): void {
  const pixels = load<i32>(args, 12);
  const rowBytes: usize = load<i32>(args, 16) << 4;
  const table: usize = load<u32>(args, 20);
  const zero = load<i32>(args, 24);
  const images: usize = load<u32>(RUN_IMAGES);
  const column: usize = start << 4;
  const bytes: usize = (end << 4) - column;
  const firstRow = load<u32>(args) + part * load<i32>(args, 32) * rowBytes + column;
  for (let row = 0; row < rows; row++) clear(sums + row * rowBytes + column, bytes);
  for (let block: usize = 0; block < bytes; block += 128) {
    const width = <i32>(min<usize>(128, bytes - block) >> 4);
    // Pixels outside, samples inside: the rows of a block of pixels stay in the first-level cache for the whole tile.
    let from = firstRow + block;
    for (let p = partStart(part); p < pixels; p += PART_STEP) {
      const count = min(PIXEL_BLOCK, pixels - p);
      for (let row = 0; row < rows; row++) {
        const values = images + sampleAt(first + row) * pixels + p;
        const mask = nonZero(values, count, zero);
        addWideRows(sums + row * rowBytes + column + block, width, mask, values, table, from, rowBytes);
      }
      from += PIXEL_BLOCK * rowBytes;
    }
  }
}

/** The same, added to the sums of another part. */
function addPartTo(args: usize, part: i32, start: i32, end: i32, first: i32, rows: i32, sums: usize): void {
  const rowBytes: usize = load<i32>(args, 16) << 4;
  const own = scratch + TILE * rowBytes;
  addPart(args, part, start, end, first, rows, own);
  const column: usize = start << 4;
  const bytes: usize = (end << 4) - column;
  for (let row = 0; row < rows; row++)
    add(sums + row * rowBytes + column, own + row * rowBytes + column, bytes);
}

function add(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)));
  }
}

function addBias(to: usize, bias: usize, rows: i32, rowBytes: usize): void {
  if (bias == 0) return;
  for (let row = 0; row < rows; row++) add(to + row * rowBytes, bias, rowBytes);
}

/**
 * Prefetches some parts of the batch's images, which are scattered over the data set: reads a byte of each cache line. Requested at once,
 * they load in parallel; requested as needed, or part by part, forward takes half as long again.
 */
function touch(pixels: i32, firstPart: i32, partStep: i32, first: i32, end: i32): void {
  const images: usize = load<u32>(RUN_IMAGES);
  // A block has two cache lines. With all blocks, the second is another one's first.
  const twice: bool = partStep > 1;
  let sum = 0;
  for (let row = first; row < end; row++) {
    const image = images + sampleAt(row) * pixels;
    for (let part = firstPart; part < PIXEL_PARTS; part += partStep) {
      for (let p = partStart(part); p < pixels; p += PART_STEP) {
        sum += load<u8>(image + p);
        if (twice) sum += load<u8>(image + min(p + PIXEL_BLOCK, pixels) - 1);
      }
    }
  }
  // Stored, so that no compiler finds the reads useless.
  store<i32>(scratch, sum);
}
