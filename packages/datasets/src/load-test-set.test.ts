import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeIdx } from '@atelier/idx';
import { expect, test } from 'vitest';
import { toyFiles, toyInfo, writeToy } from '../test/toy.ts';
import { emptyWorld, type World } from '../test/world.ts';
import { loadTestSet } from './load-test-set.ts';
import { loadDataset } from './load.ts';
import type { DatasetOptions } from './locate.ts';

function optionsFor({ cacheFolder, environment }: World, more: DatasetOptions = {}): DatasetOptions {
  return { cacheFolder, environment, registry: [toyInfo()], offline: true, ...more };
}

test('the test images of a data set in the cache are those of the whole, whose training images are not read', async () => {
  const world = await emptyWorld();
  const folder = await writeToy(join(world.cacheFolder, 'toy'));
  const { train: _, ...whole } = await loadDataset('toy', optionsFor(world));
  expect(await loadTestSet('toy', optionsFor(world))).toEqual(whole);
  await writeFile(join(folder, 'train-images-idx3-ubyte.gz'), 'damaged');
  expect(await loadTestSet('toy', optionsFor(world))).toEqual(whole);
  const renamed = await loadTestSet('toy', optionsFor(world, { classNames: ['a', 'b', 'c'] }));
  expect(renamed.classNames).toEqual(['a', 'b', 'c']);
});

test('what is damaged or elsewhere, or a path, is loaded as a whole, with its messages', async () => {
  const world = await emptyWorld();
  const notices: string[] = [];
  const options = optionsFor(world, { onNotice: (text) => notices.push(text) });
  await expect(loadTestSet('toy', options)).rejects.toMatchObject({ code: 'offline' });
  const folder = await writeToy(join(world.cacheFolder, 'toy'), { testImages: new Uint8Array(10) });
  await writeToy(join(world.root, 'system', 'toy'));
  expect(await loadTestSet('toy', options)).toMatchObject({
    test: { count: 20 },
    source: { kind: 'debian-system' },
  });
  expect(notices).toEqual([expect.stringMatching(/t10k-images-idx3-ubyte\.gz is damaged.*renamed to/)]);
  await writeFile(join(folder, 't10k-images-idx3-ubyte.gz'), toyFiles.testImages);
  expect(await loadTestSet(folder, options)).toMatchObject({ name: 'toy', source: { kind: 'folder' } });
  await expect(loadTestSet('toy', optionsFor(world, { size: [28, 28] }))).rejects.toThrow(
    'images of 32x32x1; only folders of pictures are read in another size',
  );
});

test('where the test images lack a class, the names are those of the whole', async () => {
  const world = await emptyWorld();
  const labels = encodeIdx({ dtype: 'u8', shape: [20], data: new Uint8Array(20).fill(2) });
  await writeToy(join(world.cacheFolder, 'toy'), { testLabels: new Uint8Array(gzipSync(labels)) });
  const info = toyInfo();
  const sha256 = createHash('sha256').update(labels).digest('hex');
  const registry = [{ ...info, files: { ...info.files, testLabels: { ...info.files.testLabels, sha256 } } }];
  const { classNames, test: tested } = await loadTestSet('toy', optionsFor(world, { registry }));
  expect([classNames, tested.labels[0]]).toEqual([['round', 'square', 'odd'], 2]);
});
