import { found } from './found.ts';

/**
 * Checks that a value is an object, before its properties are read.
 *
 * @param name of the argument, for the message
 * @param properties it has: `modelJson and weights`
 * @throws TypeError saying what was found
 */
export function checkObject(name: string, value: unknown, properties: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} is an object with ${properties}; found ${found(value)}`);
  }
}
