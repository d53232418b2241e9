/**
 * A dense layer on pixels that are still bytes. Most images are mostly background, so both directions visit only pixels
 * whose value is not 0, found by comparing 16 bytes at a time.
 *
 * Memory: images u8 `[count, pixels]`, followed by 64 readable bytes; `table` f32 x 256, a byte's value after rescaling;
 * weights f32 `[pixels, 4 groups]`, or panels of some of the groups one after another (see src/program/parameter.ts); output and its
 * gradient f32 `[batch, 4 groups]`; the batch's bytes transposed, u8 `[pixels rounded up to 16, batch size rounded up to 16]`.
 * Assumes: `zero` is the byte whose value is 0, or -1 if there is none; scratch holds TILE rows of the output, or MOST_ROWS
 * rows of weights and TILE rows of a BLOCK. With several
 * panels threads own panels in both directions, and transpose all bytes for themselves: what another thread has written takes longer
 * to fetch, also where it only lies next to what is needed. A thread that owns two narrow panels passes over the pixels once for both. With
 * one they own samples forward and groups of four rows of weights backward.
 */
import { RUN_IMAGES } from '../src/memory/control';
import { addHalves, addWideRows } from './accumulators';
import { finishGradient, gradientAt } from './optimizer';
import { batch, sampleAt, scratch, shareEnd, shareStart, thread } from './step';

/** Samples whose sums stay in the first-level cache while the pixels pass. */
const TILE: i32 = 64;

/** Rows of the weights' gradient that scratch memory holds, before they update the weights. */
const ROWS: i32 = 8;

/** Gradients of a batch that take more bytes than this don't stay in the second-level cache while the rows of weights pass. */
const FAR: usize = 524_288;
/** Then so many rows are summed together, of at most so many bytes, and the gradients are copied in blocks of a tile's rows. */
const MOST_ROWS: i32 = 64;
const MOST_BYTES: usize = 65_536;
const BLOCK: usize = 128;

/** A bit for each of the `count` (at most 64) bytes that isn't `zero`. */
function nonZero(bytes: usize, count: i32, zero: i32): u64 {
  const all: u64 = count >= 64 ? ~0 : (1 << (<u64>count)) - 1;
  if (zero < 0) return all;
  const background = i8x16.splat(<i8>zero);
  let mask: u64 = 0;
  for (let i = 0; i < count; i += 16) {
    mask |= (<u64>i8x16.bitmask(i8x16.ne(v128.load(bytes + i), background))) << i;
  }
  return mask & all;
}

// Loops, since memory.fill and memory.copy are calls out of the kernel, expensive for a few vectors.

function clear(to: usize, bytes: usize): void {
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, zero);
}

function copy(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i));
}

/**
 * Prefetches some of the batch's images, which are scattered over the data set: reads one byte per cache line. Requested at once, they
 * load in parallel; requested as needed, they load one after another.
 */
function touch(images: usize, pixels: i32, first: i32, end: i32): void {
  let sum = 0;
  for (let row = first; row < end; row++) {
    const image = images + sampleAt(row) * pixels;
    for (let p = 0; p < pixels; p += 64) sum += load<u8>(image + p);
  }
  // Stored, so that no compiler finds the reads useless.
  store<i32>(scratch, sum);
}

/** The first group of a panel. */
function panelStart(panel: i32, panels: i32, groups: i32): i32 {
  return (groups * panel) / panels;
}

/** How many panels, from this one on and before `end`, are one block of sums: two of the same width of 1, 2 or 4 groups, or this one. */
function joinedPanels(panel: i32, end: i32, panels: i32, groups: i32): i32 {
  if (panel + 1 >= end) return 1;
  const own = panelStart(panel + 1, panels, groups) - panelStart(panel, panels, groups);
  const next = panelStart(panel + 2, panels, groups) - panelStart(panel + 1, panels, groups);
  return own == next && (own == 1 || own == 2 || own == 4) ? 2 : 1;
}

/** Arguments: weights, bias or 0, output, pixels, groups, table, zero, panels. */
export function bytesForward(args: usize): void {
  const weights: usize = load<u32>(args);
  const bias: usize = load<u32>(args, 4);
  const output: usize = load<u32>(args, 8);
  const pixels = load<i32>(args, 12);
  const groups = load<i32>(args, 16);
  const panels = load<i32>(args, 28);
  const rowBytes: usize = groups << 4;
  const shared = panels > 1;
  const start = shared ? 0 : shareStart(batch);
  const end = shared ? batch : shareEnd(batch);
  const endPanel = shared ? shareEnd(panels) : 1;
  for (let first = start; first < end; first += TILE) {
    const rows = min(TILE, end - first);
    touch(load<u32>(RUN_IMAGES), pixels, first, first + rows);
    for (let panel = shared ? shareStart(panels) : 0; panel < endPanel;) {
      const group = panelStart(panel, panels, groups);
      const own = panelStart(panel + 1, panels, groups) - group;
      const joined = joinedPanels(panel, endPanel, panels, groups);
      const column: usize = group << 4;
      const bytes: usize = (own * joined) << 4;
      for (let row = 0; row < rows; row++) {
        if (bias != 0) copy(scratch + row * bytes, bias + column, bytes);
        else clear(scratch + row * bytes, bytes);
      }
      const from = weights + column * ((pixels + 3) & ~3);
      if (joined == 2) addTileOfTwo(args, from, own, first, rows);
      else addTile(args, from, own, first, rows);
      const to = output + first * rowBytes + column;
      for (let row = 0; row < rows; row++) copy(to + row * rowBytes, scratch + row * bytes, bytes);
      panel += joined;
    }
  }
}

/** Adds, to the sums in scratch memory, the products of a tile of samples with the weights of a panel. */
function addTile(args: usize, weights: usize, groups: i32, first: i32, rows: i32): void {
  const pixels = load<i32>(args, 12);
  const table: usize = load<u32>(args, 20);
  const zero = load<i32>(args, 24);
  const images: usize = load<u32>(RUN_IMAGES);
  const rowBytes: usize = groups << 4;
  for (let block: usize = 0; block < rowBytes; block += 128) {
    const width = <i32>(min<usize>(128, rowBytes - block) >> 4);
    // Pixels outside, samples inside: the rows of 64 pixels stay in the first-level cache for the whole tile.
    for (let p = 0; p < pixels; p += 64) {
      const count = min(64, pixels - p);
      const from = weights + p * rowBytes + block;
      for (let row = 0; row < rows; row++) {
        const bytes = images + sampleAt(first + row) * pixels + p;
        const sums = scratch + row * rowBytes + block;
        addWideRows(sums, width, nonZero(bytes, count, zero), bytes, table, from, rowBytes);
      }
    }
  }
}

/** The same for two panels of `own` groups each. */
function addTileOfTwo(args: usize, weights: usize, own: i32, first: i32, rows: i32): void {
  const pixels = load<i32>(args, 12);
  const table: usize = load<u32>(args, 20);
  const zero = load<i32>(args, 24);
  const images: usize = load<u32>(RUN_IMAGES);
  const rowBytes: usize = own << 4;
  const panelBytes = rowBytes * ((pixels + 3) & ~3);
  for (let p = 0; p < pixels; p += 64) {
    const count = min(64, pixels - p);
    const from = weights + p * rowBytes;
    for (let row = 0; row < rows; row++) {
      const bytes = images + sampleAt(first + row) * pixels + p;
      const sums = scratch + row * 2 * rowBytes;
      const mask = nonZero(bytes, count, zero);
      addHalves(sums, sums + rowBytes, own, mask, bytes, table, from, from + panelBytes, rowBytes);
    }
  }
}

/** Where this thread's transposed bytes are. */
function transposedAt(transposed: usize, pixels: i32, stride: usize, panels: i32): usize {
  return panels > 1 ? transposed + thread * ((pixels + 15) & ~15) * stride : transposed;
}

/** Arguments: transposed, pixels, bytes from a pixel to the next, panels. With one panel threads own groups of 16 pixels. */
export function bytesTranspose(args: usize): void {
  const pixels = load<i32>(args, 4);
  const stride: usize = load<u32>(args, 8);
  const panels = load<i32>(args, 12);
  const transposed = transposedAt(load<u32>(args), pixels, stride, panels);
  const images: usize = load<u32>(RUN_IMAGES);
  const blocks = (pixels + 15) >> 4;
  const start = (panels > 1 ? 0 : shareStart(blocks)) << 4;
  const end = (panels > 1 ? blocks : shareEnd(blocks)) << 4;
  for (let row = 0; row < batch; row += 16) {
    for (let p = start; p < end; p += 16) {
      transpose16(images + p, pixels, row, transposed + p * stride + row, stride);
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

/** Arguments: parameter, output's gradient, transposed, pixels, stride, groups, table, zero, panels. */
export function bytesGradient(args: usize): void {
  const pixels = load<i32>(args, 12);
  const groups = load<i32>(args, 20);
  const panels = load<i32>(args, 32);
  const shared = panels > 1;
  const fours = (pixels + 3) >> 2;
  const start = shared ? 0 : shareStart(fours) << 2;
  const end = shared ? pixels : min(shareEnd(fours) << 2, pixels);
  const endPanel = shared ? shareEnd(panels) : 1;
  for (let panel = shared ? shareStart(panels) : 0; panel < endPanel;) {
    const group = panelStart(panel, panels, groups);
    const own = panelStart(panel + 1, panels, groups) - group;
    const joined = isFar(groups) ? 1 : joinedPanels(panel, endPanel, panels, groups);
    const rows = isFar(groups) ? max(ROWS, min(MOST_ROWS, <i32>(MOST_BYTES / ((<usize>own) << 4)))) : ROWS;
    for (let first = start; first < end; first += rows) {
      if (joined == 2) rowsGradientOfTwo(args, group, own, first, min(rows, end - first));
      else rowsGradient(args, group, own, first, min(rows, end - first));
    }
    panel += joined;
  }
}

function isFar(groups: i32): bool {
  return <usize>batch * ((<usize>groups) << 4) > FAR;
}

/** The gradient of some rows of a panel, and their update. */
function rowsGradient(args: usize, group: i32, own: i32, first: i32, rows: i32): void {
  const parameter: usize = load<u32>(args);
  const pixels = load<i32>(args, 12);
  const stride: usize = load<u32>(args, 16);
  const rowBytes: usize = load<i32>(args, 20) << 4;
  const table: usize = load<u32>(args, 24);
  const zero = load<i32>(args, 28);
  const transposed = transposedAt(load<u32>(args, 8), pixels, stride, load<i32>(args, 32));
  const column: usize = group << 4;
  const outputGradient = load<u32>(args, 4) + column;
  const bytes: usize = own << 4;
  const offset = column * ((pixels + 3) & ~3) + first * bytes;
  const gradient = gradientAt(parameter, offset);
  clear(gradient, rows * bytes);
  if (isFar(load<i32>(args, 20))) {
    const copied = scratch + MOST_ROWS * rowBytes;
    for (let row = 0; row < batch; row += TILE) {
      const count = min(TILE, batch - row);
      for (let block: usize = 0; block < bytes; block += BLOCK) {
        const width = min(BLOCK, bytes - block);
        const from = outputGradient + row * rowBytes + block;
        for (let s = 0; s < count; s++) copy(copied + s * width, from + s * rowBytes, width);
        for (let i = 0; i < rows; i++) {
          const values = transposed + (first + i) * stride + row;
          const mask = nonZero(values, count, zero);
          addWideRows(gradient + i * bytes + block, <i32>(width >> 4), mask, values, table, copied, width);
        }
      }
    }
  } else {
    for (let i = 0; i < rows; i++) {
      for (let row = 0; row < batch; row += TILE) {
        const values = transposed + (first + i) * stride + row;
        const mask = nonZero(values, min(TILE, batch - row), zero);
        addWideRows(
          gradient + i * bytes,
          own,
          mask,
          values,
          table,
          outputGradient + row * rowBytes,
          rowBytes,
        );
      }
    }
  }
  finishGradient(parameter, offset, gradient, rows, bytes, bytes);
}

/** The same for two panels of `own` groups each. */
function rowsGradientOfTwo(args: usize, group: i32, own: i32, first: i32, rows: i32): void {
  const parameter: usize = load<u32>(args);
  const pixels = load<i32>(args, 12);
  const stride: usize = load<u32>(args, 16);
  const gradientBytes: usize = load<i32>(args, 20) << 4;
  const table: usize = load<u32>(args, 24);
  const zero = load<i32>(args, 28);
  const transposed = transposedAt(load<u32>(args, 8), pixels, stride, load<i32>(args, 32));
  const column: usize = group << 4;
  const outputGradient = load<u32>(args, 4) + column;
  const bytes: usize = own << 4;
  const weightRows: usize = (pixels + 3) & ~3;
  const offset = column * weightRows + first * bytes;
  const upperOffset = offset + bytes * weightRows;
  const gradient = gradientAt(parameter, offset);
  // Scratch memory is one place for both.
  const kept = gradientAt(parameter, upperOffset);
  const upper = kept == gradient ? gradient + rows * bytes : kept;
  clear(gradient, rows * bytes);
  clear(upper, rows * bytes);
  for (let i = 0; i < rows; i++) {
    const at = i * bytes;
    for (let row = 0; row < batch; row += TILE) {
      const values = transposed + (first + i) * stride + row;
      const mask = nonZero(values, min(TILE, batch - row), zero);
      const from = outputGradient + row * gradientBytes;
      addHalves(gradient + at, upper + at, own, mask, values, table, from, from + bytes, gradientBytes);
    }
  }
  finishGradient(parameter, offset, gradient, rows, bytes, bytes);
  finishGradient(parameter, upperOffset, upper, rows, bytes, bytes);
}

/** The bytes' values as floats, for layers other than dense ones. Arguments: output, pixels, stride, table. */
export function bytesWiden(args: usize): void {
  const output: usize = load<u32>(args);
  const pixels = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const table: usize = load<u32>(args, 12);
  const images: usize = load<u32>(RUN_IMAGES);
  const start = shareStart(groups) << 2;
  const end = min(shareEnd(groups) << 2, pixels);
  for (let row = 0; row < batch; row++) {
    const image = images + sampleAt(row) * pixels;
    const values = output + row * (groups << 4);
    for (let p = start; p < end; p++) {
      store<f32>(values + (p << 2), load<f32>(table + ((<usize>load<u8>(image + p)) << 2)));
    }
  }
}
