import type { NamedTensor } from '@atelier/training';

/** Weights of the epochs of a run, from 0, the initial ones; of a large network or a long run only of some. */
export class Snapshots {
  readonly #most: number;
  readonly #kept = new Map<number, readonly NamedTensor[]>();
  #bytes = 0;

  /** @param mostBytes that the weights take together */
  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** Ascending. */
  get epochs(): readonly number[] {
    return [...this.#kept.keys()];
  }

  at(epoch: number): readonly NamedTensor[] | undefined {
    return this.#kept.get(epoch);
  }

  /** Keeps the weights of the epoch that has just ended; where there is no room every second one goes, but not the first. */
  add(epoch: number, weights: readonly NamedTensor[]): void {
    this.#kept.set(epoch, weights);
    this.#bytes += bytesOf(weights);
    while (this.#bytes > this.#most && this.#kept.size > 2) {
      const before = [...this.#kept.keys()];
      for (const [place, old] of before.entries()) {
        if (place % 2 === 1 && old !== epoch) this.#drop(old);
      }
      // With two others there is nothing between.
      if (this.#kept.size === before.length) return;
    }
  }

  #drop(epoch: number): void {
    this.#bytes -= bytesOf(this.#kept.get(epoch) ?? []);
    this.#kept.delete(epoch);
  }
}

function bytesOf(weights: readonly NamedTensor[]): number {
  return weights.reduce((sum, { values }) => sum + values.byteLength, 0);
}
