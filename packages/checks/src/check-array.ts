import { found } from './found.ts';

/**
 * Checks that a value is an array.
 *
 * @param name of the argument, for the message
 * @param of what its entries are: `runs`
 * @throws TypeError saying what was found
 */
export function checkArray(name: string, value: unknown, of: string): void {
  if (!Array.isArray(value)) throw new TypeError(`${name} is an array of ${of}; found ${found(value)}`);
}
