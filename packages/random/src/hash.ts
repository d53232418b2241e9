/**
 * A bijective mix of 32 bits in which every input bit flips every output bit with a probability near 1/2
 * (Chris Wellons' `lowbias32`, https://nullprogram.com/blog/2018/07/31/, with the constants of its 2022 revision).
 * Only 32-bit integer operations, so that a SIMD kernel computes the same numbers.
 */
export function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0xd35a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/**
 * The random number at position `counter` of the stream `key`, uniform over 0 … 2^32 - 1.
 * It depends only on its two arguments: any thread can compute any position, in any order.
 *
 * @param key a stream's key, an unsigned 32-bit integer (see {@link streamKey})
 * @param counter the position, an unsigned 32-bit integer
 */
export function uint32At(key: number, counter: number): number {
  // The second round is keyed too: one round alone would make two streams permutations of each other.
  return mix(mix(counter ^ key) + Math.imul(key, 0x9e3779b9));
}

/**
 * The key of a named stream of a run, an unsigned 32-bit integer: `streamKey(seed, 'shuffle', epoch)`.
 * Different names give unrelated streams, so adding one consumer of random numbers never changes another's.
 *
 * @param seed the run's seed, an integer from 0 to 2^53 - 1
 * @param path the stream's name: strings and integers from 0 to 2^53 - 1
 * @throws TypeError for a part of the name that is neither
 * @throws RangeError for a number that is not such an integer
 */
export function streamKey(seed: number, ...path: readonly (string | number)[]): number {
  let key = absorbNumber(0x9e3779b9, seed);
  for (const part of path) {
    if (typeof part === 'number') key = absorbNumber(key, part);
    else if (typeof part === 'string') key = absorbString(key, part);
    else throw new TypeError(`A stream's name is made of strings and integers; found ${String(part)}`);
  }
  return key;
}

function absorbNumber(key: number, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`A seed is an integer from 0 to 2^53 - 1; found ${String(value)}`);
  }
  return uint32At(uint32At(key, value >>> 0), Math.floor(value / 2 ** 32));
}

function absorbString(key: number, text: string): number {
  let state = uint32At(key, text.length);
  for (let i = 0; i < text.length; i++) state = uint32At(state, text.charCodeAt(i));
  return state;
}
