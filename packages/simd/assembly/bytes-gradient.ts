/**
 * The gradient of a dense layer's weights where its input is pixels that are still bytes, and their update. It visits only pixels whose
 * value is not 0.
 *
 * Memory: the batch's bytes transposed (see bytes-transpose.ts); `table` f32 x 256, a byte's value after rescaling; weights
 * f32 `[pixels, 4 groups]`, or panels of some of the groups one after another (see panels.ts); the output's gradient f32
 * `[batch, 4 groups]`.
 * Assumes: `zero` is the byte whose value is 0, or -1 if there is none; scratch holds MOST_ROWS rows of weights and TILE rows of a BLOCK.
 */
import { addHalves, addWideRows, nonZero } from './accumulators';
import { finishGradient, gradientAt } from './optimizer';
import { joinedPanels, panelStart, transposedAt } from './panels';
import { batch, scratch, shareEnd, shareStart } from './step';
import { clear, copy } from './vectors';

/** Samples whose bytes are compared at a time. */
const TILE: i32 = 64;

/** Rows of the weights' gradient that scratch memory holds, before they update the weights. */
const ROWS: i32 = 8;

/** Gradients of a batch that take more bytes than this don't stay in the second-level cache while the rows of weights pass. */
const FAR: usize = 524_288;
/** Then so many rows are summed together, of at most so many bytes, and the gradients are copied in blocks of a tile's rows. */
const MOST_ROWS: i32 = 64;
const MOST_BYTES: usize = 65_536;
const BLOCK: usize = 128;

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
      rowsGradient(args, group, own, joined, first, min(rows, end - first));
    }
    panel += joined;
  }
}

function isFar(groups: i32): bool {
  return <usize>batch * ((<usize>groups) << 4) > FAR;
}

/** The gradient of some rows of a panel, or of two joined ones, and their update. */
function rowsGradient(args: usize, group: i32, own: i32, joined: i32, first: i32, rows: i32): void {
  const parameter: usize = load<u32>(args);
  const pixels = load<i32>(args, 12);
  const stride: usize = load<u32>(args, 16);
  const groups = load<i32>(args, 20);
  const table: usize = load<u32>(args, 24);
  const zero = load<i32>(args, 28);
  const transposed = transposedAt(load<u32>(args, 8), pixels, stride, load<i32>(args, 32)) + first * stride;
  const column: usize = group << 4;
  const outputGradient = load<u32>(args, 4) + column;
  const gradientBytes: usize = groups << 4;
  const bytes: usize = own << 4;
  const panelRows: usize = (pixels + 3) & ~3;
  const offset = column * panelRows + first * bytes;
  const gradient = gradientAt(parameter, offset);
  clear(gradient, rows * bytes);
  if (isFar(groups)) {
    addFarRows(gradient, bytes, rows, transposed, stride, outputGradient, gradientBytes, table, zero);
    return finishGradient(parameter, offset, gradient, rows, bytes, bytes);
  }
  const upperOffset = offset + bytes * panelRows;
  let upper = gradient;
  if (joined == 2) {
    upper = gradientAt(parameter, upperOffset);
    // Scratch memory is one place for both.
    if (upper == gradient) upper = gradient + rows * bytes;
    clear(upper, rows * bytes);
  }
  for (let i = 0; i < rows; i++) {
    const at = i * bytes;
    for (let row = 0; row < batch; row += TILE) {
      const values = transposed + i * stride + row;
      const mask = nonZero(values, min(TILE, batch - row), zero);
      const from = outputGradient + row * gradientBytes;
      if (joined == 2) {
        addHalves(gradient + at, upper + at, own, mask, values, table, from, from + bytes, gradientBytes);
      } else addWideRows(gradient + at, own, mask, values, table, from, gradientBytes);
    }
  }
  finishGradient(parameter, offset, gradient, rows, bytes, bytes);
  if (joined == 2) finishGradient(parameter, upperOffset, upper, rows, bytes, bytes);
}

/** Adds the products with gradients that are far from the processor: each block of them is copied, and used for all rows. */
function addFarRows(
  gradient: usize,
  bytes: usize,
  rows: i32,
  transposed: usize,
  stride: usize,
  outputGradient: usize,
  gradientBytes: usize,
  table: usize,
  zero: i32,
): void {
  const copied = scratch + MOST_ROWS * gradientBytes;
  for (let row = 0; row < batch; row += TILE) {
    const count = min(TILE, batch - row);
    for (let block: usize = 0; block < bytes; block += BLOCK) {
      const width = min(BLOCK, bytes - block);
      const from = outputGradient + row * gradientBytes + block;
      for (let s = 0; s < count; s++) copy(copied + s * width, from + s * gradientBytes, width);
      for (let i = 0; i < rows; i++) {
        const values = transposed + i * stride + row;
        const mask = nonZero(values, count, zero);
        addWideRows(gradient + i * bytes + block, <i32>(width >> 4), mask, values, table, copied, width);
      }
    }
  }
}
