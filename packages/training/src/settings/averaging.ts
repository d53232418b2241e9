import * as z from 'zod/mini';
import { fraction } from './ranges.ts';

/** An average of the weights over a training's steps, which takes their place in validation and in the end. */
export interface Averaging {
  /** The exponential moving average. */
  readonly name: 'ema';
  /** What stays of the average at each step, in [0, 1), default 0.999; less in the first steps. */
  readonly decay: number;
}

/** An average by name, or with its settings. */
export type AveragingOption = 'ema' | ({ readonly name: 'ema' } & Partial<Averaging>);

/** Fills in defaults and refuses unknown or out-of-range settings. */
export const averagingSchema: z.ZodMiniType<Averaging> = z.strictObject({
  name: z.literal('ema'),
  decay: z._default(fraction, 0.999),
});

/**
 * The share of the new weights in the average after a step: `average += share * (weights - average)`. The decay grows from 0.1 to the one
 * that is asked for, `min(decay, (1 + step) / (10 + step))` as in TensorFlow's `ExponentialMovingAverage` with
 * `num_updates`, so that the initial weights are soon forgotten.
 *
 * @param step from 0 over the whole run
 */
export function averagingShare({ decay }: Averaging, step: number): number {
  return 1 - Math.min(decay, (1 + step) / (10 + step));
}
