import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeIdx } from '@atelier/idx';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { npyFile } from '../test/npy.ts';
import { toyFiles, toyInfo, writeToy } from '../test/toy.ts';
import { emptyWorld, type World } from '../test/world.ts';
import type { LabelledImages } from './images.ts';
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

test('of data without a test part there are all images, too, and a test part may be alone', async () => {
  const { root } = await emptyWorld();
  const rows = (first: number, count: number): string =>
    Array.from({ length: count }, (_, at) => `${at % 2},${first + at},0,0,9\n`).join('');
  const folderOf = async (name: string, files: Record<string, string>): Promise<string> => {
    const folder = join(root, name);
    await mkdir(folder);
    for (const [file, content] of Object.entries(files)) {
      await writeFile(join(folder, file), `label,a,b,c,d\n${content}`);
    }
    return folder;
  };
  const firsts = (images: LabelledImages | undefined): number[] =>
    [...(images?.images ?? [])].filter((_, at) => at % 4 === 0);
  const upTo = (first: number, count: number): number[] =>
    Array.from({ length: count }, (_, at) => first + at);

  const without = await folderOf('without', { 'mine.csv': rows(0, 30) });
  const { test: fifth, whole, notes } = await loadTestSet(without);
  const { test: kept } = await loadDataset(without);
  expect([fifth, fifth.count, firsts(whole)]).toEqual([kept, 6, upTo(0, 30)]);
  expect(notes.join()).not.toContain('kept for testing');

  const both = await folderOf('both', { 'train.csv': rows(0, 20), 'test.csv': rows(50, 4) });
  const withTest = await loadTestSet(both);
  expect([firsts(withTest.test), withTest.whole, 'train' in withTest]).toEqual([
    upTo(50, 4),
    undefined,
    false,
  ]);

  const alone = await folderOf('alone', { 'test.csv': rows(100, 10), 'val.csv': rows(200, 10) });
  expect(firsts((await loadTestSet(alone)).whole)).toEqual(upTo(100, 10));
  await expect(loadDataset(alone)).rejects.toThrow('no CSV file of training images');
});

test('a test part may be alone in each format', async () => {
  const { root } = await emptyWorld();
  const write = async (path: string, content: Uint8Array): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  const images = Uint8Array.from({ length: 40 }, (_, at) => at);
  const labels = Uint8Array.from({ length: 10 }, (_, at) => at % 2);
  const [u8Images, u8Labels] = [
    encodeIdx({ dtype: 'u8', shape: [10, 2, 2], data: images }),
    encodeIdx({ dtype: 'u8', shape: [10], data: labels }),
  ];
  await write('idx/mine-test-images-idx3-ubyte', u8Images);
  await write('idx/mine-test-labels-idx1-ubyte', u8Labels);
  await write('npz/x_test.npy', npyFile({ descr: '|u1', shape: [10, 2, 2], data: images }));
  await write('npz/y_test.npy', npyFile({ descr: '|u1', shape: [10], data: labels }));
  await write(
    'cifar/test_batch.bin',
    Uint8Array.from({ length: 10 * 3073 }, (_, at) => (at % 3073 === 0 ? (at / 3073) % 2 : 7)),
  );
  const five = [0, 1, 2, 3, 4];
  const picture = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#123' } })
    .png()
    .toBuffer();
  for (const path of ['val/a/0', ...five.map((at) => `test/a/${at}`), ...five.map((at) => `test/b/${at}`)]) {
    await write(`pictures/${path}.png`, picture);
  }
  for (const format of ['idx', 'npz', 'cifar', 'pictures']) {
    const { whole } = await loadTestSet(join(root, format));
    expect([format, whole?.count]).toEqual([format, 10]);
    await expect(loadDataset(join(root, format))).rejects.toThrow(/no train/);
  }
});
