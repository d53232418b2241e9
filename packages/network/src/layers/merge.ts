import * as z from 'zod/mini';
import { NetworkError } from '../error.ts';
import { shapeText, sizeOf } from '../shape.ts';
import type { LayerKind } from './layer-kind.ts';

/** The sum of inputs of one shape. */
export const add: LayerKind<object> = {
  joins: true,
  config: z.object({}),
  describe(_, inputs) {
    const [outputShape = []] = inputs;
    const other = inputs.find((shape) => shape.join() !== outputShape.join());
    if (other) {
      throw new NetworkError(
        `takes inputs of one shape; found ${shapeText(outputShape)} and ${shapeText(other)}`,
      );
    }
    return { outputShape, multiplications: 0 };
  },
};

export interface ConcatenateConfig {
  /** The last axis, counted from the batch axis, or -1. */
  readonly axis: number;
}

/** Inputs side by side along the last axis, in their order. */
export const concatenate: LayerKind<ConcatenateConfig> = {
  joins: true,
  config: z.object({
    axis: z.pipe(
      z.nullish(z.int('an integer')),
      z.transform((axis) => axis ?? -1),
    ),
  }),
  describe({ axis }, inputs) {
    const [first = []] = inputs;
    if (axis !== -1 && axis !== first.length) {
      throw new NetworkError(`has axis ${axis}; only the last of ${shapeText(first)}, -1, is supported`);
    }
    const head = first.slice(0, -1);
    const other = inputs.find(
      (shape) => shape.slice(0, -1).join() !== head.join() || shape.length !== first.length,
    );
    if (other) {
      throw new NetworkError(
        `takes inputs that differ only in their last axis; found ${shapeText(first)} and ${shapeText(other)}`,
      );
    }
    const width = inputs.reduce((sum, shape) => sum + sizeOf(shape.slice(-1)), 0);
    return { outputShape: [...head, width], multiplications: 0 };
  },
};
