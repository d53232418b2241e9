import { CHUNKED_GRADIENT } from '../opcodes.ts';
import type { Parameter } from '../program/parameter.ts';
import type { Program } from '../program/program.ts';

/** Sums of a gradient's chunks, one after another, from `address` on. */
export interface ChunkSums {
  /** The buffer, and where in each chunk the sums begin. */
  readonly buffer: number;
  readonly offset: number;
  readonly chunkBytes: number;
  readonly chunks: number;
}

/**
 * Adds the call that adds chunks up and updates a parameter. Row `row` of the parameter is row
 * `floor(row / length) * stride + row % length` of the sums.
 */
export function addChunkedGradient(
  program: Program,
  parameter: Parameter,
  { buffer, offset, chunkBytes, chunks }: ChunkSums,
  length: number,
  stride: number,
): void {
  const { descriptor, rows, groups, weights, share } = parameter;
  program.add({
    code: CHUNKED_GRADIENT,
    arguments: [descriptor, rows, groups, buffer + offset, chunkBytes, chunks, length, stride],
    reads: [{ buffer, share: 'everything' }],
    writes: [{ buffer: weights, share }],
  });
}
