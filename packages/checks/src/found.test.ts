import { expect, test } from 'vitest';
import { found } from './found.ts';
import { isTypedArray } from './is-typed-array.ts';

test.each([
  [0.5, '0.5'],
  [Number.NaN, 'NaN'],
  [null, 'null'],
  [undefined, 'undefined'],
  ['cat', '"cat"'],
  ['a'.repeat(50), `"${'a'.repeat(40)}…"`],
  [[1, 2], 'Array(2)'],
  [new Float32Array(784), 'Float32Array(784)'],
  [new DataView(new ArrayBuffer(2)), 'DataView'],
  [{}, 'an object'],
  [Object.create(null), 'an object'],
  [new Map(), 'an instance of Map'],
  [() => 0, 'a function'],
])('%j', (value, text) => {
  expect(found(value)).toBe(text);
});

test('a typed array is of its own name only', () => {
  expect(isTypedArray('Uint8Array', new Uint8Array(1))).toBe(true);
  expect(isTypedArray('Uint8Array', Buffer.alloc(1))).toBe(true);
  expect(isTypedArray('Uint8Array', new Uint8ClampedArray(1))).toBe(false);
  expect(isTypedArray('Float32Array', [1])).toBe(false);
});
