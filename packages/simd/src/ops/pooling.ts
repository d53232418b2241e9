import type { Layer } from '@atelier/network';
import {
  AVERAGE_POOL_BACKWARD,
  AVERAGE_POOL_FORWARD,
  MAX_POOL_BACKWARD,
  MAX_POOL_FORWARD,
} from '../opcodes.ts';
import { layoutOf } from '../program/values.ts';
import { slide } from './conv-geometry.ts';
import type { Inputs, Op, OpContext } from './op.ts';
import { widened } from './widen.ts';

/** The greatest number of each window; its gradient goes to the first that equals it. */
export function maxPooling2d(
  layer: Layer<'MaxPooling2D'>,
  inputs: Inputs,
  context: OpContext,
): readonly Op[] {
  return pooling(layer, inputs, context, true);
}

/** The mean of each window, of what lies in the picture. */
export function averagePooling2d(
  layer: Layer<'AveragePooling2D'>,
  inputs: Inputs,
  context: OpContext,
): readonly Op[] {
  return pooling(layer, inputs, context, false);
}

function pooling(
  { name, config, outputShape }: Layer<'MaxPooling2D' | 'AveragePooling2D'>,
  [input]: Inputs,
  context: OpContext,
  greatest: boolean,
): readonly Op[] {
  const { ops, value } = widened(name, input, context);
  // The backward pass of a maximum finds its place by its value.
  const output = { ...context.floats(outputShape, 'samples', value.gradient !== 0), kept: greatest };
  const [height = 1, width = 1] = value.shape;
  const { poolSize, strides, padding } = config;
  const rows = slide(height, poolSize[0], strides[0], padding);
  const columns = slide(width, poolSize[1], strides[1], padding);
  const { groups } = layoutOf(outputShape);
  const corner = [rows.before, columns.before, rows.outputs, columns.outputs];
  const geometry = [height, width, groups, ...poolSize, ...strides, ...corner];
  const op: Op = {
    name,
    output,
    parameters: [],
    forward(program) {
      program.add({
        code: greatest ? MAX_POOL_FORWARD : AVERAGE_POOL_FORWARD,
        arguments: [...geometry, value.values, output.values],
        reads: [{ buffer: value.values, share: 'samples' }],
        writes: [{ buffer: output.values, share: 'samples' }],
      });
    },
    backward(program, written) {
      if (value.gradient === 0) return;
      const looked = greatest ? [value.values, output.values] : [];
      const rectified = greatest && value.rectified;
      program.add({
        code: greatest ? MAX_POOL_BACKWARD : AVERAGE_POOL_BACKWARD,
        arguments: [...geometry, ...looked, output.gradient, value.gradient, rectified ? 1 : 0],
        reads: [...looked, output.gradient].map((buffer) => ({ buffer, share: 'samples' })),
        writes: [{ buffer: value.gradient, share: 'samples' }],
      });
      written.record(value, 'samples', rectified);
    },
  };
  return [...ops, op];
}
