import { WIDEN_PICTURES } from '../opcodes.ts';
import { layoutOf, type Value } from '../program/values.ts';
import { type Axis, windowLength } from './conv-geometry.ts';
import type { Op, OpContext } from './op.ts';

/** What a convolution reads: f32 `[batch, height, width, floats]`. */
export interface Picture {
  readonly values: number;
  readonly sampleBytes: number;
  readonly height: number;
  readonly width: number;
  /** From a pixel to the next: the channels, padded to a multiple of four or, when they were bytes, as they are. */
  readonly floats: number;
  /** Zeros that are still missing above and to the left. */
  readonly top: number;
  readonly left: number;
}

/** Kernels read a patch by fours, beyond its end. */
const READ_AHEAD = 16;

/**
 * A value as a convolution's picture. Bytes are widened to floats, without padding between the pixels, for a first layer has few
 * channels, and with the border of zeros.
 */
export function pictureOf(
  name: string,
  input: Value,
  rows: Axis,
  columns: Axis,
  context: OpContext,
): { readonly ops: readonly Op[]; readonly picture: Picture } {
  const [height = 1, width = 1, channels = 1] = input.shape;
  if (input.kind === 'floats') {
    const floats = layoutOf(input.shape).groups * 4;
    const sampleBytes = height * width * floats * 4;
    const border = { top: rows.before, left: columns.before };
    return { ops: [], picture: { values: input.values, sampleBytes, height, width, floats, ...border } };
  }
  const framed = { height: windowLength(rows), width: windowLength(columns) };
  const sampleBytes = framed.height * framed.width * channels * 4;
  const values = context.temporary(context.batchSize * sampleBytes + READ_AHEAD);
  const table = context.pixelTable(input);
  const op: Op = {
    name: `${name}: bytes to floats`,
    output: input,
    parameters: [],
    forward(program) {
      const size = [height, width, channels, channels, rows.before, columns.before];
      program.add({
        code: WIDEN_PICTURES,
        arguments: [values, table, ...size, framed.height, framed.width, sampleBytes],
        reads: [],
        writes: [{ buffer: values, share: 'samples' }],
      });
    },
    backward() {},
  };
  return { ops: [op], picture: { values, sampleBytes, ...framed, floats: channels, top: 0, left: 0 } };
}
