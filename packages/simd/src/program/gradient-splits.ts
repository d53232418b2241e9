import type { FloatValue, Split } from './values.ts';

/**
 * How the calls that wrote each gradient last were split between threads. An op that changes a gradient in place takes the same
 * split: each thread then meets its own part again, and no barrier is needed between the two.
 */
export class GradientSplits {
  readonly #splits = new Map<number, Split>();

  /** Of a value whose gradient nobody wrote: how the value itself was split. */
  of({ gradient, split }: FloatValue): Split {
    return this.#splits.get(gradient) ?? split;
  }

  /** Says how a value's gradient was written. */
  wrote({ gradient }: FloatValue, split: Split): void {
    this.#splits.set(gradient, split);
  }
}
