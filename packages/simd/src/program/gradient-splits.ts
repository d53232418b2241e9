import type { FloatValue, Split } from './values.ts';

/**
 * How the last calls that wrote each gradient were split between threads. An op that changes a gradient in place uses the same
 * split: each thread then gets its own part again, and no barrier is needed between the two.
 */
export class GradientSplits {
  readonly #splits = new Map<number, Split>();

  /** For a value whose gradient was not written yet: how the value itself was split. */
  of({ gradient, split }: FloatValue): Split {
    return this.#splits.get(gradient) ?? split;
  }

  /** Records how a value's gradient was written. */
  wrote({ gradient }: FloatValue, split: Split): void {
    this.#splits.set(gradient, split);
  }
}
