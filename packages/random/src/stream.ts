import { streamKey, uint32At } from './hash.ts';

/**
 * A seeded stream of random numbers, read in order. Same seed and name, same numbers, on every machine.
 *
 * @example
 * const order = new RandomStream(seed, 'shuffle', epoch).permutation(count);
 */
export class RandomStream {
  readonly #key: number;
  #position = 0;

  /** See {@link streamKey} for the arguments. */
  constructor(seed: number, ...path: readonly (string | number)[]) {
    this.#key = streamKey(seed, ...path);
  }

  /** Uniform over the integers 0 … 2^32 - 1. */
  uint32(): number {
    return uint32At(this.#key, this.#position++);
  }

  /** Uniform over [0, 1), a multiple of 2^-32. */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /**
   * Uniform over the integers 0 … `limit - 1`, without bias, by rejection.
   *
   * @param limit an integer from 1 to 2^32
   * @throws RangeError for any other limit: rejection might never end
   */
  below(limit: number): number {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= 2 ** 32)) {
      throw new RangeError(`A stream draws below an integer from 1 to ${2 ** 32}; found ${String(limit)}`);
    }
    const accepted = 2 ** 32 - (2 ** 32 % limit);
    let value = this.uint32();
    while (value >= accepted) value = this.uint32();
    return value % limit;
  }

  /**
   * The integers 0 … `count - 1` in random order (Fisher–Yates), `[count]`.
   *
   * @param count an integer from 0 to 2^32
   * @throws RangeError for any other count
   */
  permutation(count: number): Uint32Array {
    if (!(Number.isInteger(count) && count >= 0 && count <= 2 ** 32)) {
      throw new RangeError(
        `A permutation has an integer from 0 to ${2 ** 32} entries; found ${String(count)}`,
      );
    }
    return this.shuffle(new Uint32Array(count).map((_, index) => index));
  }

  /** Shuffles `values` in place and returns it (Fisher–Yates). */
  shuffle<Values extends { readonly length: number; [index: number]: unknown }>(values: Values): Values {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
    return values;
  }
}
