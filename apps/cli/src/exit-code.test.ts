import { createModel } from '@atelier/presets';
import { parseShard } from '@atelier/experiments';
import { take } from '@atelier/datasets';
import { expect, test } from 'vitest';
import { UsageError } from './errors.ts';
import { exitCodeOf } from './exit-code.ts';

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It threw nothing');
}

const images = {
  images: new Uint8Array(4),
  labels: new Uint8Array(1),
  count: 1,
  height: 2,
  width: 2,
  channels: 1,
};

test.each<[string, () => unknown]>([
  [
    'a usage error',
    () => {
      throw new UsageError('no');
    },
  ],
  ['a shard', () => parseShard('9/3')],
  ['a part of the data', () => take(images, 0)],
  ['a model', () => createModel('softmax', { inputShape: [0, 2, 1], classes: 2, seed: 0 })],
])('%s that is out of range is bad input', (_, work) => {
  expect(exitCodeOf(thrownBy(work))).toBe(2);
});

test.each<[string, () => unknown]>([
  ['WebAssembly memory', () => new WebAssembly.Memory({ initial: 65_536, maximum: 65_536 * 4 })],
  ['WebAssembly memory that cannot grow', () => new WebAssembly.Memory({ initial: 1, maximum: 1 }).grow(1)],
  ['a typed array', () => new Uint8Array(-1)],
  ['an array', () => (Array.from({ length: 0 }, () => 0).length = -1)],
  ['a buffer', () => new ArrayBuffer(2 ** 52)],
  ['a text', () => 'x'.repeat(2 ** 30)],
  ['an index of Buffer', () => Buffer.alloc(4).readUInt32LE(9)],
  ['the place of a view', () => new DataView(new ArrayBuffer(1)).getUint32(4)],
  ['the place of values', () => new Uint8Array(2).set([1, 2, 3])],
  [
    'the stack',
    () => {
      const deeper = (): number => deeper() + 1;
      return deeper();
    },
  ],
  [
    'anything else',
    () => {
      throw new TypeError('x is not a function');
    },
  ],
])('%s that Node refuses is a failure', (_, work) => {
  expect(exitCodeOf(thrownBy(work))).toBe(1);
});
