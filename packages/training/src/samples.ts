import type { LabelledImages } from '@atelier/datasets';

/**
 * What a model is trained or evaluated on: images as bytes, and what they should be. `labels` feed
 * `sparseCategoricalCrossentropy` and `binaryCrossentropy`; `categoricalCrossentropy` wants `targets`.
 */
export interface Samples extends LabelledImages {
  /** `[count, classes]`, row-major: one-hot (see `toCategorical` of `@atelier/datasets`) or soft. */
  readonly targets?: Float32Array;
}
