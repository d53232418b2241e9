import { BYTES_FORWARD, BYTES_GRADIENT, BYTES_SUMS, BYTES_TRANSPOSE, PIXEL_PARTS } from '../opcodes.ts';
import type { Parameter } from '../program/parameter.ts';
import { placePixels } from '../program/pixel-rows.ts';
import type { Access } from '../program/program.ts';
import type { FloatValue, PixelValue } from '../program/values.ts';
import { addBiasGradient } from './dense-bias.ts';
import type { Op, OpContext } from './op.ts';
import { allocatePartSums } from './part-sums.ts';

/**
 * The first layer: it reads bytes and skips those that are 0. Threads own parts of the pixels, with the weights that lead from there, in
 * both passes: no weight changes its owner. One thread, or several with a large batch, goes through samples on the forward pass, with the
 * same bits.
 */
export function denseOnPixels(
  name: string,
  input: PixelValue,
  output: FloatValue,
  kernel: Parameter,
  bias: Parameter | undefined,
  context: OpContext,
): Op {
  const { batchSize, threads, arena } = context;
  const pixels = kernel.rows;
  const { groups } = kernel;
  const share = `pixel parts:${Math.ceil(threads / PIXEL_PARTS)}` as const;
  const sumBytes = PIXEL_PARTS * batchSize * kernel.rowBytes;
  const partSums = threads > 1 ? allocatePartSums(arena, sumBytes) : 0;
  const table = context.pixelTable(input);
  const zero = zeroByte(input);
  const stride = strideOf(batchSize);
  const transposedRows = placePixels(pixels, stride).count;
  const transposed = kernel.spec.trainable ? arena.allocate(transposedRows * stride) : 0;
  const weightPartRows = kernel.places / PIXEL_PARTS;
  const bytePartRows = transposedRows / PIXEL_PARTS;
  const readBias: readonly Access[] = bias ? [{ buffer: bias.weights, share: 'everything' }] : [];
  return {
    name,
    output,
    parameters: bias ? [kernel, bias] : [kernel],
    forward(program) {
      program.add({
        code: BYTES_FORWARD,
        arguments: [
          kernel.weights,
          bias?.weights ?? 0,
          output.values,
          pixels,
          groups,
          table,
          zero,
          partSums,
          weightPartRows,
        ],
        reads:
          partSums === 0
            ? [{ buffer: kernel.weights, share: 'everything' }, ...readBias]
            : [{ buffer: kernel.weights, share }],
        writes: [partSums === 0 ? { buffer: output.values, share: 'samples' } : { buffer: partSums, share }],
      });
      if (partSums === 0) return;
      program.add({
        code: BYTES_SUMS,
        arguments: [partSums, bias?.weights ?? 0, output.values, groups],
        reads: [{ buffer: partSums, share: 'everything' }, ...readBias],
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    prepareBackward(program) {
      if (transposed === 0) return;
      program.add({
        code: BYTES_TRANSPOSE,
        arguments: [transposed, pixels, stride, bytePartRows],
        reads: [],
        writes: [{ buffer: transposed, share: 'pixel parts:1' }],
      });
    },
    backward(program) {
      if (transposed === 0) return;
      program.add({
        code: BYTES_GRADIENT,
        arguments: [
          kernel.descriptor,
          output.gradient,
          transposed,
          pixels,
          stride,
          groups,
          table,
          zero,
          weightPartRows,
          bytePartRows,
        ],
        reads: [
          { buffer: output.gradient, share: 'everything' },
          { buffer: transposed, share },
        ],
        writes: [{ buffer: kernel.weights, share }],
      });
      if (bias) addBiasGradient(program, bias, output);
    },
  };
}

/** Bytes from a pixel to the next when a batch is transposed; with a large one not a power of two, for those share sets of the cache. */
function strideOf(batchSize: number): number {
  const stride = Math.ceil(batchSize / 16) * 16;
  return batchSize < 1024 ? stride : stride + 64;
}

/** The byte whose value is 0, or -1. */
function zeroByte({ scale, offset }: PixelValue): number {
  for (let byte = 0; byte < 256; byte++) if (Math.fround(byte * scale + offset) === 0) return byte;
  return -1;
}
