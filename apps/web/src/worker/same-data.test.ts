import { contentHashes } from '@atelier/datasets/browser';
import { expect, test } from 'vitest';
import { fileHashes, type LoadedData } from './load-data.ts';
import { isSameData } from './same-data.ts';

const images = (value: number): LoadedData['test'] => ({
  images: Uint8Array.of(value, 2),
  labels: Uint8Array.of(0, 1),
  count: 2,
  height: 1,
  width: 1,
  channels: 1,
});
const classNames = ['shirt', 'shoe'];
const data: LoadedData = {
  name: 'mine',
  classNames,
  train: images(1),
  test: images(2),
  complete: true,
  own: false,
};
const hashes = { ...(await contentHashes(data)) };
const recorded = { name: 'mine', classNames, hashes };

test('data with the same names and the same content are the same, whatever their name', async () => {
  expect(await isSameData(recorded, data)).toBe(true);
});

test.each([
  ['class names', { ...recorded, classNames: ['shoe', 'shirt'] }],
  ['test images', { ...recorded, hashes: { ...hashes, test: 'ff' } }],
  ['training images', { ...recorded, hashes: { ...hashes, train: 'ff' } }],
  ['nothing recorded of its content', { ...recorded, hashes: {} }],
])('data with other %s are others', async (_, other) => {
  expect(await isSameData(other, data)).toBe(false);
});

test('training images that have not all come are not compared', async () => {
  expect(await isSameData(recorded, { ...data, train: images(9), complete: false })).toBe(true);
});

test('a run of an earlier version is known by its files', async () => {
  expect(await isSameData({ ...recorded, hashes: fileHashes() }, { ...data, own: true })).toBe(false);
  expect(await isSameData({ ...recorded, hashes: fileHashes() }, data)).toBe(true);
  const [file = ''] = Object.keys(fileHashes());
  expect(await isSameData({ ...recorded, hashes: { ...fileHashes(), [file]: 'ff' } }, data)).toBe(false);
});
