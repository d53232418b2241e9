import * as z from 'zod/mini';
import { type Shape, sizeOf } from '../shape.ts';
import { channelsLast, ignored, type Padding, padding, type Pair, pair, slide, spatial } from './fields.ts';
import type { LayerKind } from './layer-kind.ts';

export interface PoolingConfig {
  readonly poolSize: Pair;
  /** Default: the pool's size. */
  readonly strides: Pair;
  readonly padding: Padding;
}

const two: Pair = [2, 2];

const config = z.pipe(
  z.object({ poolSize: z.nullish(pair), strides: z.nullish(pair), padding, dataFormat: channelsLast }),
  z.transform(({ poolSize, strides, ...others }): PoolingConfig => {
    const size = poolSize ?? two;
    return { ...others, poolSize: size, strides: strides ?? size };
  }),
);

/** MaxPooling2D and AveragePooling2D: one number per window and channel. */
export const pooling: LayerKind<PoolingConfig> = {
  config,
  describe({ poolSize, strides, padding: pad }, [input = []]) {
    const [, , channels] = spatial(input);
    const outputShape: Shape = [...slide('pool', input, poolSize, strides, pad), channels];
    return { outputShape, multiplications: sizeOf(outputShape) * sizeOf(poolSize) };
  },
};

/** GlobalAveragePooling2D and GlobalMaxPooling2D: one number per channel. */
export const globalPooling: LayerKind<object> = {
  config: z.object({ dataFormat: channelsLast, keepdims: ignored(false) }),
  describe(_, [input = []]) {
    const [, , channels] = spatial(input);
    return { outputShape: [channels], multiplications: sizeOf(input) };
  },
};
