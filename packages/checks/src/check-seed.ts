import { found } from './found.ts';

/** @throws RangeError for what is not a run's seed */
export function checkSeed(seed: unknown): void {
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed is a whole number from 0 to 2^53 - 1; found ${found(seed)}`);
  }
}
