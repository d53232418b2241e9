import { found } from '@atelier/checks';
import type { Engine } from './contract.ts';

/** @throws TypeError for what is no engine, such as an engine's name */
export function checkEngine(engine: Engine): void {
  const value: unknown = engine;
  if (
    typeof value !== 'object' ||
    value === null ||
    !('prepare' in value && typeof value.prepare === 'function')
  ) {
    throw new TypeError(`engine is an Engine, such as tfjsEngine() or simdEngine(); found ${found(value)}`);
  }
}
