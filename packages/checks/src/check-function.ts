import { found } from './found.ts';

/** @throws TypeError for what cannot be called */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${name} is a function; found ${found(value)}`);
}
