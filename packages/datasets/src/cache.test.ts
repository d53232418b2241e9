import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toyFiles, toyInfo, writeToy } from '../test/toy.ts';
import { filesBelow, temporaryFolder } from '../test/world.ts';
import { readCached } from './cache.ts';

const info = toyInfo();

describe('readCached', () => {
  test('finds nothing where there is no folder', async () => {
    const { files, missing } = await readCached(info, join(await temporaryFolder(), 'none'), {});
    expect(files.size).toBe(0);
    expect(missing).toEqual(['trainImages', 'trainLabels', 'testImages', 'testLabels']);
  });

  test('sets aside what is damaged, without a listener too, and keeps the rest', async () => {
    const folder = await writeToy(await temporaryFolder(), {
      testImages: new Uint8Array(10),
      testLabels: undefined,
    });
    const { files, missing } = await readCached(info, folder, {});
    expect(Array.from(files.keys()).sort()).toEqual(['trainImages', 'trainLabels']);
    expect(missing).toEqual(['testImages', 'testLabels']);
    expect((await filesBelow(folder)).filter((name) => !name.includes('damaged'))).toEqual([
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
    ]);
  });

  test('seen by two at once, a damaged file is set aside once', async () => {
    const folder = await writeToy(await temporaryFolder(), { testLabels: new Uint8Array(10) });
    const both = await Promise.all([readCached(info, folder, {}), readCached(info, folder, {})]);
    expect(both.map(({ missing }) => missing)).toEqual([['testLabels'], ['testLabels']]);
    expect((await filesBelow(folder)).filter((name) => name.includes('damaged'))).toHaveLength(1);
  });

  test('does not take for damaged what can not be read', async () => {
    const folder = await writeToy(await temporaryFolder(), { testLabels: undefined });
    const loop = join(folder, 't10k-labels-idx1-ubyte.gz');
    await symlink(loop, loop);
    await expect(readCached(info, folder, {})).rejects.toMatchObject({
      code: 'unreadable-file',
      location: loop,
    });
    expect((await filesBelow(folder)).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  test('counts a link to nothing as missing', async () => {
    const folder = await writeToy(await temporaryFolder(), { testLabels: undefined });
    await symlink(join(folder, 'nothing'), join(folder, 't10k-labels-idx1-ubyte.gz'));
    expect((await readCached(info, folder, {})).missing).toEqual(['testLabels']);
  });

  test('stops with the reason of its signal, and touches nothing', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 't10k-labels-idx1-ubyte.gz');
    await writeFile(path, toyFiles.testLabels);
    const reason = new Error('no longer wanted');
    await expect(readCached(info, folder, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(Buffer.compare(await readFile(path), toyFiles.testLabels)).toBe(0);
  });
});
