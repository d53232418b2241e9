import type { Layer } from '@atelier/network';
import {
  BATCH_NORM_BACKWARD,
  BATCH_NORM_COMBINE,
  BATCH_NORM_FORWARD,
  BATCH_NORM_GRADIENT,
  BATCH_NORM_MOVING,
  BATCH_NORM_STATISTICS,
  BATCH_NORM_SUMS,
  CHUNKS,
} from '../opcodes.ts';
import type { Parameter } from '../program/parameter.ts';
import { type FloatValue, layoutOf } from '../program/values.ts';
import { isRelu, rectifyGradient } from './activation.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { readersOf } from './readers.ts';
import { refuseConstraints } from './unsupported.ts';
import { widened } from './widen.ts';

/**
 * Each channel to mean 0 and variance 1 over the batch and all pixels, then scaled and shifted. In inference, and in a frozen layer,
 * the moving statistics stand for the batch's. A ReLU that alone reads it is done with it.
 */
export function batchNormalization(
  layer: Layer<'BatchNormalization'>,
  [input]: Inputs,
  context: OpContext,
): readonly Op[] {
  refuseConstraints(layer);
  const { ops, value } = widened(layer.name, input, context);
  const readers = readersOf(layer, context.layers);
  const relu = readers.length === 1 && readers.every(isRelu);
  return [...ops, normalization(layer, value, relu, context)];
}

function normalization(
  { name, config, weights, trainable }: Layer<'BatchNormalization'>,
  input: FloatValue,
  relu: boolean,
  context: OpContext,
): Op {
  const parameters = weights.map((weight) => context.parameter({ ...weight, byRows: false }));
  const [movingMean, movingVariance] = parameters.slice(-2);
  const gamma = config.scale ? parameters[0] : undefined;
  const beta = config.center ? parameters[config.scale ? 1 : 0] : undefined;
  const { pixels, groups } = layoutOf(input.shape);
  const learns = trainable && (gamma ?? beta) !== undefined;
  const wantsInputGradient = input.gradient !== 0;
  // The input is needed again, so its values are not written over; its gradient is, in place.
  const own = context.floats(input.shape, 'samples', learns && !wantsInputGradient);
  const gradient = wantsInputGradient ? input.gradient : own.gradient;
  const output: FloatValue = { ...own, gradient, kept: relu, rectified: relu };
  const rowBytes = groups * 16;
  const records = context.temporary(CHUNKS * 2 * rowBytes);
  const statistics = context.temporary(4 * rowBytes);
  const coefficients = context.temporary(3 * rowBytes);
  const groupShare = `groups:${groups}` as const;
  const scaling = [gamma?.weights ?? 0, beta?.weights ?? 0];
  const moving = [movingMean?.weights ?? 0, movingVariance?.weights ?? 0];
  const owned = (buffers: readonly number[]) =>
    buffers.filter((buffer) => buffer !== 0).map((buffer) => ({ buffer, share: groupShare }));
  const all = (buffer: number) => ({ buffer, share: 'everything' as const });
  const samples = (buffer: number) => ({ buffer, share: 'samples' as const });
  const moved = { code: BATCH_NORM_MOVING, reads: owned([...scaling, ...moving]) };
  const epsilon = { float32: config.epsilon };
  // A frozen layer's gradient is scaled as its input was, without the summand: by the statistics around a mean of 0.
  const scales = trainable || !wantsInputGradient ? undefined : context.temporary(4 * rowBytes);
  const zeros = scales === undefined ? 0 : context.arena.allocate(rowBytes);
  const learning = (parameter: Parameter | undefined): number =>
    parameter?.spec.trainable === true ? parameter.descriptor : 0;
  return {
    name,
    output,
    parameters,
    forward(program, training) {
      if (training && trainable) {
        program.add({
          code: BATCH_NORM_STATISTICS,
          arguments: [input.values, pixels, groups, records],
          reads: [{ buffer: input.values, share: context.chunkShare }],
          writes: [{ buffer: records, share: 'chunks' }],
        });
        const rate = { float32: 1 - config.momentum };
        program.add({
          code: BATCH_NORM_COMBINE,
          arguments: [records, pixels, groups, ...scaling, ...moving, statistics, epsilon, rate],
          reads: [all(records), ...owned(scaling)],
          writes: owned([records, ...moving, statistics]),
        });
      } else {
        program.add({
          ...moved,
          arguments: [groups, ...scaling, ...moving, statistics, epsilon],
          writes: owned([statistics]),
        });
      }
      program.add({
        code: BATCH_NORM_FORWARD,
        arguments: [input.values, output.values, pixels, groups, statistics, relu ? 1 : 0],
        reads: [samples(input.values), all(statistics)],
        writes: [samples(output.values)],
      });
    },
    prepareBackward(program) {
      if (scales === undefined) return;
      program.add({
        ...moved,
        arguments: [groups, scaling[0] ?? 0, 0, zeros, moving[1] ?? 0, scales, epsilon],
        writes: owned([scales]),
      });
    },
    backward(program, written) {
      if (output.gradient === 0) return;
      if (relu) rectifyGradient(program, output, written);
      if (scales !== undefined) {
        program.add({
          code: BATCH_NORM_FORWARD,
          arguments: [output.gradient, output.gradient, pixels, groups, scales, 0],
          reads: [samples(output.gradient), all(scales)],
          writes: [samples(output.gradient)],
        });
        written.record(input, 'samples');
        return;
      }
      program.add({
        code: BATCH_NORM_SUMS,
        arguments: [input.values, output.gradient, pixels, groups, statistics, records],
        reads: [
          { buffer: input.values, share: context.chunkShare },
          { buffer: output.gradient, share: context.chunkShare },
          all(statistics),
        ],
        writes: [{ buffer: records, share: 'chunks' }],
      });
      program.add({
        code: BATCH_NORM_GRADIENT,
        arguments: [records, pixels, groups, statistics, learning(gamma), learning(beta), coefficients],
        reads: [all(records), ...owned([statistics])],
        writes: owned([...scaling, coefficients]),
      });
      if (!wantsInputGradient) return;
      program.add({
        code: BATCH_NORM_BACKWARD,
        arguments: [input.values, output.gradient, pixels, groups, coefficients],
        reads: [samples(input.values), all(coefficients)],
        writes: [samples(output.gradient)],
      });
      written.record(input, 'samples');
    },
  };
}
