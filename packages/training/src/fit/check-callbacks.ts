import { found, nearestName } from '@atelier/checks';
import type { Callback } from './callback.ts';

const hooks: Readonly<Record<keyof Callback, true>> = {
  onTrainBegin: true,
  onEpochBegin: true,
  onTrainBatchEnd: true,
  onEpochEnd: true,
  onTrainEnd: true,
  state: true,
  restore: true,
};

/** TensorFlow.js' and Keras' older names, which are nearer to another hook. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['onBatchEnd', 'onTrainBatchEnd'],
  ['on_batch_end', 'onTrainBatchEnd'],
]);

/**
 * Checks that callbacks are objects whose hooks will be called. What a callback keeps beside them is its own.
 *
 * @throws TypeError naming what is no callback, or a hook that there is none of
 */
export function checkCallbacks(callbacks: readonly Callback[]): void {
  const list: unknown = callbacks;
  if (!Array.isArray(list)) throw new TypeError(`callbacks is an array of callbacks; found ${found(list)}`);
  for (const callback of list) checkCallback(callback);
}

function checkCallback(callback: unknown): void {
  if (typeof callback !== 'object' || callback === null) {
    throw new TypeError(`A callback is an object with hooks such as onEpochEnd; found ${found(callback)}`);
  }
  for (const [name, value] of members(callback)) {
    if (Object.hasOwn(hooks, name)) {
      if (value !== undefined && typeof value !== 'function') {
        throw new TypeError(`${name} of a callback is a function; found ${found(value)}`);
      }
    } else if (/^on/i.test(name) && typeof value === 'function') {
      const near = otherNames.get(name) ?? nearestName(name, Object.keys(hooks));
      if (near === undefined && !/^on[A-Z_]/.test(name)) continue;
      throw new TypeError(
        `A callback has no hook ${name}${near === undefined ? `; there are ${Object.keys(hooks).join(', ')}` : `: did you mean ${near}?`}`,
      );
    }
  }
}

/** An object's own properties and those of its classes, without running getters. */
function* members(object: object): Generator<readonly [name: string, value: unknown]> {
  for (
    let owner: object | null = object;
    owner && owner !== Object.prototype;
    owner = Reflect.getPrototypeOf(owner)
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      yield [name, value];
    }
  }
}
