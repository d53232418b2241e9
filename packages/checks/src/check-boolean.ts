import { found } from './found.ts';

/** @throws TypeError for what is neither true nor false: `'no'` would count as true */
export function checkBoolean(name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new TypeError(`${name} is true or false; found ${found(value)}`);
}
