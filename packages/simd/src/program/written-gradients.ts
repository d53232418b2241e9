import type { FloatValue, Split } from './values.ts';

/** How the last call that wrote a gradient did so. */
interface Written {
  readonly split: Split;
  /** It left out what a ReLU cuts off. */
  readonly rectified: boolean;
}

/**
 * How gradients were written. An op that changes one in place splits it between threads as the last call did: each thread then gets its
 * own part again, and no barrier is needed between the two. A ReLU has nothing left to do where the call did its part.
 */
export class WrittenGradients {
  readonly #written = new Map<number, Written>();

  /** For a value whose gradient was not written yet: how the value itself was split. */
  splitOf({ gradient, split }: FloatValue): Split {
    return this.#written.get(gradient)?.split ?? split;
  }

  /**
   * Whether a value's gradient is that of what went into the ReLU that made the value. Then it is that value's from now on, and a ReLU
   * further up, whose output has the same buffer for its gradient, has its own part to do.
   */
  takeRectified(value: FloatValue): boolean {
    const rectified = this.#written.get(value.gradient)?.rectified === true;
    if (rectified) this.record(value, this.splitOf(value));
    return rectified;
  }

  /** Records how a value's gradient was written. */
  record({ gradient }: FloatValue, split: Split, rectified = false): void {
    this.#written.set(gradient, { split, rectified });
  }
}
