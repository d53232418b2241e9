import type { Arena } from '../memory/arena.ts';

/** Sums that take more bytes than this are not kept: they would not stay in the second-level cache. */
const MOST_BYTES = 524_288;

/** The address of sums over parts of a dense layer's inputs, which threads exchange; 0 if they take too much: then no thread owns a part. */
export function allocatePartSums(arena: Arena, bytes: number): number {
  return bytes <= MOST_BYTES ? arena.allocate(bytes) : 0;
}
