/**
 * The gradient of a dense layer's weights where its input is pixels that are still bytes, and their update. It visits only pixels whose
 * value is not 0.
 *
 * Memory: the batch's bytes transposed (see bytes-transpose.ts); `table` f32 x 256, a byte's value after rescaling; weights
 * f32 `[rows of pixels, 4 groups]` (see pixel-parts.ts); the output's gradient f32 `[batch, 4 groups]`.
 * Assumes: `zero` is the byte whose value is 0, or -1 if there is none; scratch holds PIXEL_BLOCK rows of weights and TILE rows of a BLOCK.
 */
import { PIXEL_BLOCK, PIXEL_PARTS } from '../src/opcodes';
import { addWideRows, nonZero } from './accumulators';
import { finishGradient, gradientAt } from './optimizer';
import { PART_STEP, partStart, sliceCount, sliceStart } from './pixel-parts';
import { batch, scratch, thread, threads } from './step';
import { clear, copy } from './vectors';

/** Samples whose bytes are compared at a time. */
const TILE: i32 = 64;

/** Rows of the weights' gradient that scratch memory holds, before they update the weights. */
const ROWS: i32 = 8;

/** Gradients of a batch that take more bytes than this don't stay in the second-level cache while the rows of weights pass. */
const FAR: usize = 524_288;
/** Then rows of at most so many bytes are summed together, and the gradients are copied in blocks of a tile's rows. */
const MOST_BYTES: usize = 65_536;
const BLOCK: usize = 128;

/**
 * Arguments: parameter, output's gradient, transposed, pixels, stride, groups, table, zero, partRows of the weights, partRows of the
 * transposed bytes. Threads own parts, or slices of them.
 */
export function bytesGradient(args: usize): void {
  const pixels = load<i32>(args, 12);
  const groups = load<i32>(args, 20);
  const items = PIXEL_PARTS * sliceCount();
  const rowBytes: usize = groups << 4;
  const far: bool = <usize>batch * rowBytes > FAR;
  const most = far ? max(ROWS, min(PIXEL_BLOCK, <i32>(MOST_BYTES / rowBytes))) : ROWS;
  for (let item = thread; item < items; item += threads) {
    const slice = item / PIXEL_PARTS;
    const start = sliceStart(slice, groups);
    const end = sliceStart(slice + 1, groups);
    const part = item % PIXEL_PARTS;
    let row = 0;
    for (let block = partStart(part); block < pixels; block += PART_STEP) {
      const endRow = row + min(PIXEL_BLOCK, pixels - block);
      for (; row < endRow; row += most) {
        rowsGradient(args, start, end, part, row, min(most, endRow - row), far);
      }
      row = endRow;
    }
  }
}

/** The gradient of some of a part's rows of weights, from group `start` to `end`, and their update. */
function rowsGradient(args: usize, start: i32, end: i32, part: i32, first: i32, rows: i32, far: bool): void {
  const parameter: usize = load<u32>(args);
  const column: usize = start << 4;
  const outputGradient = load<u32>(args, 4) + column;
  const stride: usize = load<u32>(args, 16);
  const transposed = load<u32>(args, 8) + (part * load<i32>(args, 36) + first) * stride;
  const rowBytes: usize = load<i32>(args, 20) << 4;
  const table: usize = load<u32>(args, 24);
  const zero = load<i32>(args, 28);
  const groups = end - start;
  const bytes: usize = groups << 4;
  const offset = (part * load<i32>(args, 32) + first) * rowBytes + column;
  const gradient = gradientAt(parameter, offset);
  for (let i = 0; i < rows; i++) clear(gradient + i * rowBytes, bytes);
  if (far) {
    addFarRows(gradient, rowBytes, bytes, rows, transposed, stride, outputGradient, table, zero);
  } else {
    for (let i = 0; i < rows; i++) {
      for (let row = 0; row < batch; row += TILE) {
        const values = transposed + i * stride + row;
        const mask = nonZero(values, min(TILE, batch - row), zero);
        const from = outputGradient + row * rowBytes;
        addWideRows(gradient + i * rowBytes, groups, mask, values, table, from, rowBytes);
      }
    }
  }
  finishGradient(parameter, offset, gradient, rows, bytes, rowBytes);
}

/** Adds the products with gradients that are far from the processor: each block of them is copied, and used for all rows. */
function addFarRows(
  gradient: usize,
  rowBytes: usize,
  bytes: usize,
  rows: i32,
  transposed: usize,
  stride: usize,
  outputGradient: usize,
  table: usize,
  zero: i32,
): void {
  const copied = scratch + PIXEL_BLOCK * rowBytes;
  for (let row = 0; row < batch; row += TILE) {
    const count = min(TILE, batch - row);
    for (let block: usize = 0; block < bytes; block += BLOCK) {
      const width = min(BLOCK, bytes - block);
      const from = outputGradient + row * rowBytes + block;
      for (let s = 0; s < count; s++) copy(copied + s * width, from + s * rowBytes, width);
      for (let i = 0; i < rows; i++) {
        const values = transposed + i * stride + row;
        const mask = nonZero(values, count, zero);
        addWideRows(gradient + i * rowBytes + block, <i32>(width >> 4), mask, values, table, copied, width);
      }
    }
  }
}
