import { MATMUL, MATMUL_SUMS, SPLIT_ROWS, SPLIT_SAMPLES, SPLIT_UNITS, WEIGHT_GRADIENT } from '../opcodes.ts';
import type { Parameter } from '../program/parameter.ts';
import { type FloatValue, groupsOf, shareOf } from '../program/values.ts';
import { addBiasGradient } from './dense-bias.ts';
import type { Op, OpContext } from './op.ts';
import { allocatePartSums } from './part-sums.ts';

/** Layers of so many inputs and groups of units sum up in two parts, which two threads can own with their weights. */
const CUT_INPUTS = 32;
const CUT_GROUPS = 8;

/**
 * Other layers: threads own rows of the weights, which are the columns of the input that they hold. In a plan for two
 * threads, each sums up the products of its own rows of a large layer, where weights before it are trained: no weight changes its owner. Any other number
 * goes through both parts, with the same bits.
 */
export function denseOnFloats(
  name: string,
  input: FloatValue,
  output: FloatValue,
  kernel: Parameter,
  bias: Parameter | undefined,
  { arena, batchSize, threads }: OpContext,
): Op {
  const depth = kernel.rows;
  const { groups, rowBytes } = kernel;
  const inputGroups = groupsOf(depth);
  const bySamples = output.split === 'samples';
  const rows = kernel.spec.byRows;
  const cut = depth >= CUT_INPUTS && groups >= CUT_GROUPS;
  const middle = cut ? Math.floor(inputGroups / 2) * 4 : depth;
  const owned = cut && rows && !bySamples && threads === 2;
  const secondSums = owned ? allocatePartSums(arena, batchSize * rowBytes) : 0;
  const apart = secondSums !== 0;
  const outputShare = shareOf(output.split, groups);
  return {
    name,
    output,
    parameters: bias ? [kernel, bias] : [kernel],
    forward(program) {
      const inputShare = apart ? shareOf('units', inputGroups) : bySamples ? 'samples' : 'everything';
      const weightShare = apart ? kernel.share : bySamples ? 'everything' : outputShare;
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
          middle,
          secondSums,
        ],
        reads: [
          { buffer: input.values, share: inputShare },
          { buffer: kernel.weights, share: weightShare },
          ...(bias ? [{ buffer: bias.weights, share: apart ? 'everything' : weightShare } as const] : []),
        ],
        writes: apart
          ? [output.values, secondSums].map((buffer) => ({ buffer, share: 'everything' }) as const)
          : [{ buffer: output.values, share: outputShare }],
      });
      if (!apart) return;
      program.add({
        code: MATMUL_SUMS,
        arguments: [output.values, secondSums, groups],
        reads: [{ buffer: secondSums, share: 'everything' }],
        writes: [{ buffer: output.values, share: outputShare }],
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
            kernel.columns,
            0,
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
