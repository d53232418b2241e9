import type { Labels } from '@atelier/datasets';

/** Images as bytes, `[count, height, width, channels]`, and what they should be. */
export interface Samples {
  /** Pixels 0–255, row-major. */
  readonly images: Uint8Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Class indices, `[count]`: what `sparseCategoricalCrossentropy` and `binaryCrossentropy` learn from. */
  readonly labels?: Labels;
  /**
   * `[count, classes]`, row-major: what `categoricalCrossentropy` learns from. One-hot (see `toCategorical` of
   * `@atelier/datasets`) or soft.
   */
  readonly targets?: Float32Array;
}
