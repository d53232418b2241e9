/**
 * A dense layer on pixels that are still bytes, forward. It visits only pixels whose value is not 0.
 *
 * Memory: images u8 `[count, pixels]`, followed by 64 readable bytes; `table` f32 x 256, a byte's value after rescaling;
 * weights f32 `[pixels, 4 groups]`, or panels of some of the groups one after another (see panels.ts); output f32 `[batch, 4 groups]`.
 * Assumes: `zero` is the byte whose value is 0, or -1 if there is none; scratch holds TILE rows of the output.
 */
import { RUN_IMAGES } from '../src/memory/control';
import { addHalves, addWideRows, nonZero } from './accumulators';
import { joinedPanels, panelStart } from './panels';
import { batch, sampleAt, scratch, shareEnd, shareStart } from './step';
import { clear, copy } from './vectors';

/** Samples whose sums stay in the first-level cache while the pixels pass. */
const TILE: i32 = 64;

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
      addTile(args, from, own, joined, first, rows);
      const to = output + first * rowBytes + column;
      for (let row = 0; row < rows; row++) copy(to + row * rowBytes, scratch + row * bytes, bytes);
      panel += joined;
    }
  }
}

/** Adds, to the sums in scratch memory, the products of a tile of samples with the weights of a panel, or of two joined ones. */
function addTile(args: usize, weights: usize, own: i32, joined: i32, first: i32, rows: i32): void {
  const pixels = load<i32>(args, 12);
  const table: usize = load<u32>(args, 20);
  const zero = load<i32>(args, 24);
  const images: usize = load<u32>(RUN_IMAGES);
  const rowBytes: usize = own << 4;
  const panelBytes = rowBytes * ((pixels + 3) & ~3);
  for (let block: usize = 0; block < rowBytes; block += 128) {
    const width = <i32>(min<usize>(128, rowBytes - block) >> 4);
    // Pixels outside, samples inside: the rows of 64 pixels stay in the first-level cache for the whole tile.
    for (let p = 0; p < pixels; p += 64) {
      const count = min(64, pixels - p);
      const from = weights + p * rowBytes + block;
      for (let row = 0; row < rows; row++) {
        const bytes = images + sampleAt(first + row) * pixels + p;
        const mask = nonZero(bytes, count, zero);
        const sums = scratch + row * joined * rowBytes + block;
        // Joined panels are one block.
        if (joined == 2) {
          addHalves(sums, sums + rowBytes, own, mask, bytes, table, from, from + panelBytes, rowBytes);
        } else addWideRows(sums, width, mask, bytes, table, from, rowBytes);
      }
    }
  }
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
