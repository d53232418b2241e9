import type { Layer } from '@atelier/network';
import {
  BIAS_GRADIENT,
  BYTES_FORWARD,
  BYTES_GRADIENT,
  BYTES_TRANSPOSE,
  MATMUL,
  SPLIT_ROWS,
  SPLIT_SAMPLES,
  SPLIT_UNITS,
  WEIGHT_GRADIENT,
} from '../opcodes.ts';
import type { Parameter } from '../program/parameter.ts';
import type { Program } from '../program/program.ts';
import { type FloatValue, groupsOf, type PixelValue, shareOf } from '../program/values.ts';
import { namedActivation } from './activation.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { unsupported } from './unsupported.ts';

const refused = ['biasRegularizer', 'kernelConstraint', 'biasConstraint'] as const;

/** With fewer groups of units than this per thread, the forward pass is split by samples. */
const GROUPS_PER_THREAD = 4;

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
    byRows: input.kind === 'pixels' || wantsInputGradient,
  });
  const bias = biasWeight && context.parameter({ ...biasWeight, byRows: false });

  const { groups, columns } = kernel;
  const bySamples = input.kind === 'pixels' || groups < GROUPS_PER_THREAD * context.threads;
  const output = context.floats([columns], bySamples ? 'samples' : 'units', trainable || wantsInputGradient);
  // Columns packed eight at a time, and up to eight rows of the weights' gradient.
  context.needScratch(Math.max(32 * (Math.max(depth, columns) + 3), 8 * kernel.rowBytes));

  const op =
    input.kind === 'pixels'
      ? onPixels(layer.name, input, output, kernel, bias, context)
      : onFloats(layer.name, input, output, kernel, bias);
  return [op, ...namedActivation(layer, layer.config.activation, output, context)];
}

/**
 * The first layer: it reads bytes and skips those that are 0. Threads own samples on the forward pass and pixels, rows of the
 * weights, on the backward pass: a thread that owned some of the units would find the same nonzero pixels as every other thread,
 * with less work for each.
 */
function onPixels(
  name: string,
  input: PixelValue,
  output: FloatValue,
  kernel: Parameter,
  bias: Parameter | undefined,
  context: OpContext,
): Op {
  const pixels = kernel.rows;
  const { groups } = kernel;
  const table = context.pixelTable(input);
  const zero = zeroByte(input);
  const blocks = Math.ceil(pixels / 16);
  const stride = Math.ceil(context.batchSize / 16) * 16;
  const transposed = kernel.spec.trainable ? context.arena.allocate(blocks * 16 * stride) : 0;
  return {
    name,
    output,
    parameters: bias ? [kernel, bias] : [kernel],
    forward(program) {
      program.add({
        code: BYTES_FORWARD,
        arguments: [kernel.weights, bias?.weights ?? 0, output.values, pixels, groups, table, zero],
        reads: [kernel, bias].flatMap((read) =>
          read ? [{ buffer: read.weights, share: 'everything' as const }] : [],
        ),
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    prepareBackward(program) {
      if (transposed === 0) return;
      program.add({
        code: BYTES_TRANSPOSE,
        arguments: [transposed, pixels, stride],
        reads: [],
        writes: [{ buffer: transposed, share: `groups:${blocks}` }],
      });
    },
    backward(program) {
      if (transposed === 0) return;
      program.add({
        code: BYTES_GRADIENT,
        arguments: [kernel.descriptor, output.gradient, transposed, pixels, stride, groups, table, zero],
        reads: [
          { buffer: output.gradient, share: 'everything' },
          { buffer: transposed, share: 'everything' },
        ],
        writes: [{ buffer: kernel.weights, share: kernel.share }],
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
    backward(program, splits) {
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
            SPLIT_UNITS,
          ],
          reads: [
            { buffer: output.gradient, share: 'everything' },
            { buffer: kernel.weights, share: `rows:${inputGroups}` },
          ],
          writes: [{ buffer: input.gradient, share: shareOf('units', inputGroups) }],
        });
        splits.wrote(input, 'units');
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

/** The byte whose value is 0, or -1. */
function zeroByte({ scale, offset }: PixelValue): number {
  for (let byte = 0; byte < 256; byte++) if (Math.fround(byte * scale + offset) === 0) return byte;
  return -1;
}
