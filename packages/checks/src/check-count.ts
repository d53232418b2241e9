import { found } from './found.ts';

/** @throws RangeError for what is not a whole number of at least 1 */
export function checkCount(name: string, value: unknown): void {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name} is a whole number, at least 1; found ${found(value)}`);
  }
}
