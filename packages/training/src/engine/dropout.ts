import { streamKey, uint32At } from '@atelier/random';

/**
 * Dropout masks are a pure function of (run seed, layer, step, sample, unit), so that every engine, any number of
 * threads and a resumed run draw the same masks.
 *
 * The key of a dropout layer's stream. `ordinal` counts the model's dropout layers from 0, in the order of
 * `model.layers`: layer names would depend on how many models the process made before.
 */
export function dropoutKey(seed: number, ordinal: number): number {
  return streamKey(seed, 'dropout', ordinal);
}

/** The key of one step's mask. `step` counts from 0 over the whole run. */
export function dropoutStepKey(layerKey: number, step: number): number {
  return uint32At(layerKey, step);
}

/**
 * A unit is kept when its random number is at least this. `rate` is the probability of dropping, [0, 1).
 */
export function dropoutThreshold(rate: number): number {
  return Math.round(rate * 2 ** 32);
}

/**
 * Inverted dropout's factors for a batch, `[batch, units]` row-major: 0, or `1 / (1 - rate)` where the unit is kept, as
 * Keras does. The unit `u` of the batch's sample `b` is kept when
 * `uint32At(stepKey, b * units + u) >= dropoutThreshold(rate)`.
 */
export function dropoutFactors(stepKey: number, rate: number, batch: number, units: number): Float32Array {
  const threshold = dropoutThreshold(rate);
  const scale = 1 / (1 - rate);
  return Float32Array.from({ length: batch * units }, (_, i) =>
    uint32At(stepKey, i) >= threshold ? scale : 0,
  );
}
