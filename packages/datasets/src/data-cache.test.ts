import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataCache } from './data-cache.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-cache-'));
});

afterEach(() => rm(folder, { recursive: true }));

const content = (value: number): Uint8Array => new Uint8Array(1000).fill(value);

/** Makes a file as old as if it had been used so many minutes ago. */
async function usedBefore(key: string, minutes: number): Promise<void> {
  const then = new Date(Date.now() - 60_000 * minutes);
  await utimes(join(folder, key), then, then);
}

test('a damaged file counts as missing', async () => {
  const cache = dataCache(folder);
  await cache.set('a', [content(1), content(2)]);
  expect(Array.from((await cache.get('a')) ?? [])).toEqual([...content(1), ...content(2)]);
  await writeFile(join(folder, 'a'), content(3));
  expect(await cache.get('a')).toBeUndefined();
  expect(await cache.get('b')).toBeUndefined();
});

test('beyond its size, the files that were not used for the longest time are removed', async () => {
  const cache = dataCache(folder, undefined, 3200);
  for (const [key, minutes] of [
    ['a', 30],
    ['b', 20],
    ['c', 10],
  ] as const) {
    await cache.set(key, [content(1)]);
    await usedBefore(key, minutes);
  }
  expect(await cache.get('a')).toBeDefined();
  await cache.set('d', [content(1)]);
  expect((await readdir(folder)).sort()).toEqual(['a', 'c', 'd']);
});

test('what was just kept stays, however large', async () => {
  const cache = dataCache(folder, undefined, 1500);
  await cache.set('a', [content(1)]);
  await cache.set('b', [content(1), content(2)]);
  expect(await readdir(folder)).toEqual(['b']);
});

test('a folder that cannot be written keeps nothing, and it is said', async () => {
  await writeFile(join(folder, 'taken'), 'a file where the folder would be');
  const notices: string[] = [];
  const cache = dataCache(join(folder, 'taken', 'decoded'), (notice) => notices.push(notice));
  await cache.set('a', [content(1)]);
  await cache.set('b', [content(1)]);
  expect(await cache.get('a')).toBeUndefined();
  expect(notices).toEqual([
    expect.stringMatching(/^What was decoded cannot be kept for the next time: ENOTDIR.*taken/),
  ]);
  expect(await readdir(folder)).toEqual(['taken']);
});
