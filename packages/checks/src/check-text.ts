import { found } from './found.ts';

/**
 * Checks that a value is a string.
 *
 * @param name of the argument, for the message
 * @param what it is, such as `a path`
 * @throws TypeError saying what was found
 */
export function checkText(name: string, value: unknown, what = 'a text'): void {
  if (typeof value !== 'string') throw new TypeError(`${name} is ${what}; found ${found(value)}`);
}
