import type { Layer } from '@atelier/network';
import {
  BIAS_GRADIENT,
  BYTES_FORWARD,
  BYTES_GRADIENT,
  BYTES_SUMS,
  BYTES_TRANSPOSE,
  MATMUL,
  PIXEL_PARTS,
  SPLIT_ROWS,
  SPLIT_SAMPLES,
  SPLIT_UNITS,
  WEIGHT_GRADIENT,
} from '../opcodes.ts';
import type { Parameter } from '../program/parameter.ts';
import { placePixels } from '../program/pixel-rows.ts';
import type { Access, Program } from '../program/program.ts';
import { type FloatValue, groupsOf, type PixelValue, shareOf } from '../program/values.ts';
import { namedActivation } from './activation.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { unsupported } from './unsupported.ts';

const refused = ['biasRegularizer', 'kernelConstraint', 'biasConstraint'] as const;

/** With fewer groups of units than this per thread, both passes are split by samples. */
const GROUPS_PER_THREAD = 4;

/** Sums of parts that take more bytes than this are not kept: threads own samples on the forward pass. */
const MOST_PART_SUMS = 524_288;

/** `input · kernel + bias`, then the layer's activation. `[batch, depth]` to `[batch, units]`. */
export function dense(layer: Layer<'Dense'>, [input]: Inputs, context: OpContext): readonly Op[] {
  const option = refused.find((key) => layer.config[key]);
  if (option) throw unsupported(layer, `has a ${option}, which the simd engine does not compile`);
  const [depth, ...otherAxes] = input.shape;
  if (depth === undefined || otherAxes.length > 0) {
    throw unsupported(
      layer,
      `has an input of [${input.shape.join(', ')}]; the simd engine takes [units]: flatten it first`,
    );
  }
  const [kernelWeight, biasWeight] = layer.weights;
  if (!kernelWeight) throw unsupported(layer, 'has no kernel');
  const { trainable } = layer;
  const wantsInputGradient = input.kind === 'floats' && input.gradient !== 0;
  const kernel = context.parameter({
    ...kernelWeight,
    placement: input.kind === 'pixels' ? placePixels(depth, 16 * groupsOf(layer.config.units)) : undefined,
    byRows: input.kind === 'pixels' || wantsInputGradient,
  });
  const bias = biasWeight && context.parameter({ ...biasWeight, byRows: false });

  const { groups, columns } = kernel;
  const bySamples = input.kind === 'pixels' || groups < GROUPS_PER_THREAD * context.threads;
  const output = context.floats([columns], bySamples ? 'samples' : 'units', trainable || wantsInputGradient);
  // Columns packed eight at a time; up to 64 rows of the weights' gradient, and 128 bytes of as many rows of the output.
  context.needScratch(Math.max(32 * (Math.max(depth, columns) + 3), 64 * (kernel.rowBytes + 128)));

  const op =
    input.kind === 'pixels'
      ? onPixels(layer.name, input, output, kernel, bias, context)
      : onFloats(layer.name, input, output, kernel, bias);
  return [op, ...namedActivation(layer, layer.config.activation, output, context)];
}

/**
 * The first layer: it reads bytes and skips those that are 0. Threads own parts of the pixels, with the weights that lead from there, in
 * both passes: no weight changes its owner. One thread, or several with a large batch, goes through samples on the forward pass, with the
 * same bits.
 */
function onPixels(
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
  const slices = Math.ceil(threads / PIXEL_PARTS);
  const share = `pixel parts:${slices}` as const;
  const sumBytes = PIXEL_PARTS * batchSize * kernel.rowBytes;
  const partSums = threads > 1 && sumBytes <= MOST_PART_SUMS ? arena.allocate(sumBytes) : 0;
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
          slices,
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
          slices,
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

/** Other layers: threads own rows of the weights, which are the columns of the input that they hold. */
function onFloats(
  name: string,
  input: FloatValue,
  output: FloatValue,
  kernel: Parameter,
  bias: Parameter | undefined,
): Op {
  const depth = kernel.rows;
  const { groups, rowBytes } = kernel;
  const inputGroups = groupsOf(depth);
  const bySamples = output.split === 'samples';
  const rows = kernel.spec.byRows;
  return {
    name,
    output,
    parameters: bias ? [kernel, bias] : [kernel],
    forward(program) {
      const share = shareOf(output.split, groups);
      const weightShare = bySamples ? 'everything' : share;
      program.add({
        code: MATMUL,
        arguments: [
          input.values,
          inputGroups * 16,
          kernel.weights,
          rowBytes,
          bias?.weights ?? 0,
          output.values,
          depth,
          groups,
          0,
          bySamples ? SPLIT_SAMPLES : SPLIT_UNITS,
        ],
        reads: [
          { buffer: input.values, share: bySamples ? 'samples' : 'everything' },
          ...[kernel, bias].flatMap((read) => (read ? [{ buffer: read.weights, share: weightShare }] : [])),
        ],
        writes: [{ buffer: output.values, share }],
      });
    },
    backward(program, written) {
      if (input.gradient !== 0) {
        program.add({
          code: MATMUL,
          arguments: [
            output.gradient,
            groups * 16,
            kernel.weights,
            rowBytes,
            0,
            input.gradient,
            kernel.columns,
            inputGroups,
            1,
            bySamples ? SPLIT_SAMPLES : SPLIT_UNITS,
          ],
          reads: [
            { buffer: output.gradient, share: bySamples ? 'samples' : 'everything' },
            { buffer: kernel.weights, share: bySamples ? 'everything' : `rows:${inputGroups}` },
          ],
          writes: [{ buffer: input.gradient, share: shareOf(output.split, inputGroups) }],
        });
        written.record(input, output.split);
      }
      if (kernel.spec.trainable) {
        program.add({
          code: WEIGHT_GRADIENT,
          arguments: [
            kernel.descriptor,
            input.values,
            inputGroups * 16,
            output.gradient,
            depth,
            groups,
            rows ? SPLIT_ROWS : SPLIT_UNITS,
          ],
          reads: [
            { buffer: input.values, share: rows ? shareOf('units', inputGroups) : 'everything' },
            { buffer: output.gradient, share: rows ? 'everything' : shareOf('units', groups) },
          ],
          writes: [{ buffer: kernel.weights, share: kernel.share }],
        });
        if (bias) addBiasGradient(program, bias, output);
      }
    },
  };
}

function addBiasGradient(program: Program, bias: Parameter, output: FloatValue): void {
  program.add({
    code: BIAS_GRADIENT,
    arguments: [bias.descriptor, output.gradient, output.groups],
    reads: [{ buffer: output.gradient, share: shareOf('units', output.groups) }],
    writes: [{ buffer: bias.weights, share: bias.share }],
  });
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
