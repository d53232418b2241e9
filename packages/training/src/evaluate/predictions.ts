import { predictedClass } from '../engine/predicted-class.ts';

/** A model's predictions: a row of probabilities for each sample. */
export class Predictions {
  /** `[count, units]`, row-major. */
  readonly probabilities: Float32Array;
  /** Of samples. */
  readonly count: number;
  /** Probabilities per row: one per class, or, for a single sigmoid, that of class 1. */
  readonly units: number;

  constructor(probabilities: Float32Array, units: number) {
    this.probabilities = probabilities;
    this.units = units;
    this.count = probabilities.length / units;
  }

  /**
   * The probabilities of a sample, as a view.
   *
   * @throws RangeError for an index beyond the samples
   */
  row(index: number): Float32Array {
    this.#check(index);
    return this.probabilities.subarray(index * this.units, (index + 1) * this.units);
  }

  /**
   * The predicted class of a sample: the most probable one.
   *
   * @throws RangeError for an index beyond the samples
   */
  argMax(index: number): number {
    this.#check(index);
    return predictedClass(this.probabilities, index, this.units);
  }

  #check(index: number): void {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) {
      throw new RangeError(`Predictions are numbered from 0 to ${this.count - 1}; found ${index}`);
    }
  }
}
