import { add, mul, type Tensor } from '@tensorflow/tfjs-core';

/** `(1 - smoothing) * targets + smoothing / classes` */
export function smoothed(targets: Tensor, smoothing: number, classes: number): Tensor {
  return smoothing === 0 ? targets : add(mul(targets, 1 - smoothing), smoothing / classes);
}
