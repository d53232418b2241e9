import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { contentHash, contentHashes } from './content-hash.ts';
import type { LabelledImages } from './images.ts';

const part: LabelledImages = {
  images: Uint8Array.from({ length: 12 }, (_, at) => 20 * at),
  labels: Uint8Array.of(0, 1, 1),
  count: 3,
  height: 2,
  width: 2,
  channels: 1,
};
const names = ['shirt', 'shoe'];
const hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

test('is the SHA-256 that the documentation describes', async () => {
  const labels = hex(Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0));
  const json = `{"shape":[3,2,2,1],"classNames":["shirt","shoe"],"pixels":["${hex(part.images)}"],"labels":["${labels}"]}`;
  expect(await contentHash(part, names)).toBe(hex(json));
});

test('does not depend on how labels are kept, nor on shared memory', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(12));
  shared.set(part.images);
  const same = { ...part, images: shared, labels: Int32Array.from(part.labels) };
  expect(await contentHash(same, names)).toBe(await contentHash(part, names));
});

test.each<[string, Partial<LabelledImages>, string[]]>([
  ['a pixel', { images: part.images.map((value, at) => (at === 7 ? value + 1 : value)) }, names],
  ['a label', { labels: Uint8Array.of(0, 1, 0) }, names],
  ['the shape', { height: 1, width: 4 }, names],
  ['a class’s name', {}, ['shirt', 'boot']],
])('changes with %s', async (_, change, classNames) => {
  expect(await contentHash({ ...part, ...change }, classNames)).not.toBe(await contentHash(part, names));
});

test('of many pixels is made of the hashes of 4 MiB each, in their order', async () => {
  const count = 13;
  const images = new Uint8Array(count * 2 ** 20).map((_, at) => at >> 20);
  const large = { images, labels: new Uint8Array(count), count, height: 1024, width: 1024, channels: 1 };
  const pixels = [0, 4, 8, 12].map((start) => hex(images.subarray(start * 2 ** 20, (start + 4) * 2 ** 20)));
  const labels = [hex(new Uint8Array(4 * count))];
  const json = JSON.stringify({ shape: [count, 1024, 1024, 1], classNames: names, pixels, labels });
  expect(await contentHash(large, names)).toBe(hex(json));
});

test('tells the parts of a data set', async () => {
  const other = { ...part, labels: Uint8Array.of(1, 1, 1) };
  expect(await contentHashes({ train: part, test: other, classNames: names })).toEqual({
    train: await contentHash(part, names),
    test: await contentHash(other, names),
  });
});
