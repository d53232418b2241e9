/** Sums over samples. */
export interface MetricSums {
  readonly samples: number;
  readonly lossSum: number;
  readonly correct: number;
}

/** Means over samples, summed batch by batch in order; a short last batch counts by its samples. */
export class MeanMetrics {
  #samples = 0;
  #loss = 0;
  #correct = 0;

  /** @param sums earlier sums to continue from */
  constructor(sums?: MetricSums) {
    if (sums) ({ samples: this.#samples, lossSum: this.#loss, correct: this.#correct } = sums);
  }

  /** @param loss the batch's mean */
  add(samples: number, loss: number, correct: number): void {
    this.#samples += samples;
    this.#loss += loss * samples;
    this.#correct += correct;
  }

  get sums(): MetricSums {
    return { samples: this.#samples, lossSum: this.#loss, correct: this.#correct };
  }

  get loss(): number {
    return this.#loss / this.#samples;
  }

  get accuracy(): number {
    return this.#correct / this.#samples;
  }
}
