import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Samples } from '../samples/samples.ts';
import type { BatchTargets } from './losses/loss-from-logits.ts';

/** Widens the pixels of some samples to floats: `[indices.length, ...inputShape]`. The caller owns the tensor. */
export function imagesOf(
  samples: Samples,
  indices: ArrayLike<number>,
  inputShape: readonly number[],
): Tensor {
  const pixels = samples.height * samples.width * samples.channels;
  const values = new Float32Array(indices.length * pixels);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * pixels;
    values.set(samples.images.subarray(start, start + pixels), i * pixels);
  }
  return tensor(values, [indices.length, ...inputShape]);
}

/** The labels, targets and weights of some samples. Missing ones are left out: `checkTargets` has checked those that count. */
export function targetsOf(
  samples: Samples,
  indices: ArrayLike<number>,
  outputs: number,
  weights?: Float32Array,
): BatchTargets {
  const labels = new Int32Array(samples.labels ? indices.length : 0);
  const targets = new Float32Array(samples.targets ? indices.length * outputs : 0);
  for (let i = 0; i < indices.length; i++) {
    const sample = indices[i]!;
    if (samples.labels) labels[i] = samples.labels[sample]!;
    if (samples.targets) {
      targets.set(samples.targets.subarray(sample * outputs, (sample + 1) * outputs), i * outputs);
    }
  }
  return { labels, targets, ...(weights && { weights: Float32Array.from(indices, (at) => weights[at]!) }) };
}
