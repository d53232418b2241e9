/**
 * Parts of the pixels: every fourth block of 64. On both passes threads own parts of a first layer's weights, or columns of parts, so that
 * no weight changes its owner: what another thread has written takes longer to fetch. The items that threads own, a part of one of
 * `sliceCount` slices of the columns each, are numbered from 0; a thread's first has its own number, and the next is `threads` further.
 *
 * In memory the rows of a part, of weights or of transposed bytes, lie together, `partRows` rows after those of the part before: where
 * parts alternate, or touch, the processor fetches ahead into rows that another thread is about to write (src/program/pixel-rows.ts).
 *
 * A sum over all pixels is that of the parts' sums, `(0 + 2) + (1 + 3)`, for any number of threads.
 */
import { PIXEL_BLOCK, PIXEL_PARTS } from '../src/opcodes';
import { threads } from './step';

/** The first pixel of a part, and the distance to its next block. */
export function partStart(part: i32): i32 {
  return part * PIXEL_BLOCK;
}

export const PART_STEP: i32 = PIXEL_BLOCK * PIXEL_PARTS;

/** Slices of each part's columns: one, unless there are more threads than parts. */
export function sliceCount(): i32 {
  return (threads + PIXEL_PARTS - 1) / PIXEL_PARTS;
}

/** The first group of units in a slice: slices begin with a cache line. */
export function sliceStart(slice: i32, groups: i32): i32 {
  return min(groups, ((groups * slice) / sliceCount() + 3) & ~3);
}
