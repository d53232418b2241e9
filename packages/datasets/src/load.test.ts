import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { decodeIdx, encodeIdx, type IdxArray } from '@atelier/idx';
import { describe, expect, test } from 'vitest';
import { startMirror } from '../test/mirror.ts';
import { npyFile } from '../test/npy.ts';
import { toyFiles, toyInfo, writeToy } from '../test/toy.ts';
import { emptyWorld, filesBelow } from '../test/world.ts';
import type { World } from '../test/world.ts';
import { zipFile } from '../test/zip.ts';
import type { Dataset } from './dataset.ts';
import { fileKeys, fileNames, perFile } from './files.ts';
import { fetchDataset, findDataset, loadDataset } from './load.ts';
import type { DatasetOptions } from './locate.ts';

function optionsFor(world: World, more: DatasetOptions = {}): DatasetOptions {
  return {
    cacheFolder: world.cacheFolder,
    environment: world.environment,
    registry: [toyInfo()],
    ...more,
  };
}

const noise = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919) % 256);

describe('loadDataset by name', () => {
  test('looks in the given folder, the cache, Keras, Debian and at the mirrors, in this order', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    const options = optionsFor(world, { mirrors: [mirror.url] });
    const where = async (more: DatasetOptions = {}): Promise<string> => {
      const { source } = await loadDataset('toy', { ...options, ...more });
      return source.kind;
    };

    await writeToy(join(world.root, 'system', 'toy'));
    expect(await where()).toBe('debian-system');
    await writeToy(join(world.root, 'home', '.keras', 'datasets'));
    expect((await loadDataset('toy', options)).source).toMatchObject({
      kind: 'keras',
      folder: join(world.root, 'home', '.keras', 'datasets'),
    });
    await writeToy(join(world.root, 'home', '.keras', 'datasets', 'toy'));
    expect((await loadDataset('toy', options)).source).toMatchObject({
      kind: 'keras',
      folder: join(world.root, 'home', '.keras', 'datasets', 'toy'),
    });
    expect(mirror.requests).toEqual([]);
    await writeToy(join(world.cacheFolder, 'toy'));
    expect(await where()).toBe('cache');
    const folder = await writeToy(join(world.root, 'mine'));
    expect(await where({ folder })).toBe('folder');
    const fresh = { ...options, ...optionsFor(await emptyWorld(), { mirrors: [mirror.url] }) };
    expect((await loadDataset('toy', fresh)).source).toMatchObject({ kind: 'mirror' });
    expect((await loadDataset('toy', fresh)).source).toMatchObject({ kind: 'cache' });
  });

  test('gives the samples, the class names, and of each file where it is and its hash', async () => {
    const world = await emptyWorld();
    const folder = await writeToy(join(world.cacheFolder, 'toy'));
    const dataset = await loadDataset('toy', optionsFor(world));
    expect(dataset).toMatchObject({
      name: 'toy',
      classNames: ['round', 'square', 'odd'],
      train: { count: 200, height: 32, width: 32, channels: 1 },
      test: { count: 20, height: 32, width: 32, channels: 1 },
      source: {
        kind: 'cache',
        folder,
        files: perFile((key) => ({
          location: join(folder, `${fileNames[key]}.gz`),
          sha256: toyInfo().files[key].sha256,
        })),
      },
    });
    const images = gunzipSync(toyFiles.trainImages).subarray(16);
    expect(Buffer.compare(dataset.train.images, images)).toBe(0);
    expect(Array.from(dataset.test.labels.subarray(0, 4))).toEqual([0, 1, 2, 0]);
  });

  test('takes the Keras folder from KERAS_HOME', async () => {
    const world = await emptyWorld();
    await writeToy(join(world.root, 'keras', 'datasets', 'toy'));
    const environment = { ...world.environment, variables: { KERAS_HOME: join(world.root, 'keras') } };
    expect((await loadDataset('toy', optionsFor(world, { environment }))).source.kind).toBe('keras');
  });

  test('takes Keras’ archive of arrays, if it holds what the files would', async () => {
    const world = await emptyWorld();
    const keras = join(world.root, 'home', '.keras', 'datasets');
    await mkdir(keras, { recursive: true });
    const arrays = perFile((key) => decodeIdx(new Uint8Array(gunzipSync(toyFiles[key]))));
    const archiveOf = (labels: Uint8Array): Uint8Array =>
      zipFile({
        'x_test.npy': bytesNpy(arrays.testImages),
        'x_train.npy': bytesNpy(arrays.trainImages),
        'y_test.npy': bytesNpy({ ...arrays.testLabels, data: labels }),
        'y_train.npy': bytesNpy(arrays.trainLabels),
      });
    const registry = [toyInfo({ kerasArchive: 'toy.npz' })];
    const notices: string[] = [];
    const load = (): Promise<Dataset> =>
      loadDataset(
        'toy',
        optionsFor(world, { registry, offline: true, onNotice: (text) => notices.push(text) }),
      );
    await writeFile(join(keras, 'toy.npz'), archiveOf(new Uint8Array(arrays.testLabels.data)));
    const { source, train, classNames } = await load();
    expect(source).toMatchObject({ kind: 'keras', folder: keras });
    expect([train.count, ...classNames]).toEqual([200, 'round', 'square', 'odd']);
    await writeFile(join(keras, 'toy.npz'), archiveOf(new Uint8Array(20)));
    await expect(load()).rejects.toMatchObject({ code: 'offline' });
    expect(notices).toEqual([
      expect.stringMatching(
        /toy\.npz is damaged: the SHA-256 of its array y_test, as an IDX file, is 0fbfcc85/,
      ),
    ]);
    await expect(findDataset('toy', optionsFor(world, { registry, offline: true }))).rejects.toMatchObject({
      code: 'offline',
    });
  });

  test('leaves wrong files of other programs as they are, says so, and looks further', async () => {
    const world = await emptyWorld();
    const keras = await writeToy(join(world.root, 'home', '.keras', 'datasets', 'toy'), {
      testLabels: gzipSync(noise),
    });
    await writeToy(join(world.root, 'system', 'toy'));
    const notices: string[] = [];
    const { source } = await loadDataset(
      'toy',
      optionsFor(world, { onNotice: (notice) => notices.push(notice) }),
    );
    expect(source.kind).toBe('debian-system');
    const wrong = join(keras, 't10k-labels-idx1-ubyte.gz');
    expect(notices).toEqual([
      `Not used: ${wrong} is damaged: not an IDX file at byte 1: found 0x00 0xef 0xde 0xcd, expected 0x00 0x00`,
    ]);
    expect(await readFile(wrong)).toEqual(gzipSync(noise));
  });

  test('names a damaged file of the cache, sets it aside and fetches just that one again', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    const images = toyFiles.trainImages.slice();
    images[images.length - 100]! ^= 1;
    const folder = await writeToy(join(world.cacheFolder, 'toy'), { trainImages: images });
    const notices: string[] = [];
    const { source } = await loadDataset(
      'toy',
      optionsFor(world, { mirrors: [mirror.url], onNotice: (notice) => notices.push(notice) }),
    );
    expect(source).toMatchObject({ kind: 'mirror', urls: [`${mirror.url}train-images-idx3-ubyte.gz`] });
    expect(mirror.requests).toHaveLength(1);
    const files = await filesBelow(folder);
    expect(files).toHaveLength(5);
    const aside = files.find((name) => name.includes('damaged')) ?? '';
    expect(aside).toMatch(/^train-images-idx3-ubyte\.gz\.damaged-\d{4}-\d\d-\d\dT[\d-]+Z$/);
    expect(await readFile(join(folder, aside))).toEqual(Buffer.from(images));
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(
      `In the cache, ${join(folder, 'train-images-idx3-ubyte.gz')} is damaged: corrupt gzip`,
    );
    expect(notices[0]).toContain(`renamed to ${join(folder, aside)}`);
  });

  test('tells the hash of a whole file with another content', async () => {
    const world = await emptyWorld();
    const labels = encodeIdx({ dtype: 'u8', shape: [20], data: new Uint8Array(20) });
    const folder = await writeToy(join(world.root, 'mine'), { testLabels: gzipSync(labels) });
    await expect(loadDataset('toy', optionsFor(world, { folder }))).rejects.toMatchObject({
      name: 'DatasetError',
      code: 'damaged-file',
      location: join(folder, 't10k-labels-idx1-ubyte.gz'),
      // sha256sum of the 28 bytes.
      message: `${join(folder, 't10k-labels-idx1-ubyte.gz')} is damaged: its SHA-256 is 0fbfcc85c068a25e6820d26b4654bbe39e27622dc78d813f39916b2b277648d6, expected ${toyInfo().files.testLabels.sha256}`,
    });
  });

  test('never goes elsewhere than the folder that the user named', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    await writeToy(join(world.cacheFolder, 'toy'));
    const folder = await writeToy(join(world.root, 'mine'), { testImages: undefined });
    const options = optionsFor(world, { mirrors: [mirror.url], folder });
    await expect(loadDataset('toy', options)).rejects.toMatchObject({
      code: 'missing-file',
      message: `${folder} lacks t10k-images-idx3-ubyte; a data set is train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, each plain or .gz`,
    });
    expect(mirror.requests).toEqual([]);
  });

  test('offline, says what is missing and sends no request', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    const folder = await writeToy(join(world.cacheFolder, 'toy'), { testImages: undefined });
    await expect(
      loadDataset('toy', optionsFor(world, { mirrors: [mirror.url], offline: true })),
    ).rejects.toMatchObject({
      code: 'offline',
      message: `toy is not on this machine (${folder} lacks t10k-images-idx3-ubyte) and fetching is off`,
    });
    expect(mirror.requests).toEqual([]);
  });

  test('refuses a name that is neither known nor a folder', async () => {
    const world = await emptyWorld();
    await expect(loadDataset('fashion-mnits', optionsFor(world))).rejects.toMatchObject({
      code: 'unknown-name',
      message: '"fashion-mnits" is neither a file or folder nor the name of a data set (known: toy)',
    });
    await expect(loadDataset(world.root, optionsFor(world, { folder: world.root }))).rejects.toMatchObject({
      code: 'unknown-name',
    });
  });

  test('stops with the reason of an aborted signal', async () => {
    const world = await emptyWorld();
    await writeToy(join(world.cacheFolder, 'toy'));
    const reason = new Error('no longer wanted');
    await expect(loadDataset('toy', optionsFor(world, { signal: AbortSignal.abort(reason) }))).rejects.toBe(
      reason,
    );
  });
});

function bytesNpy({ shape, data }: Pick<IdxArray, 'shape' | 'data'>): Uint8Array {
  return npyFile({ descr: '|u1', shape, data: new Uint8Array(data) });
}

describe('loadDataset of a folder', () => {
  test.each([
    ['dashes, compressed', (name: string) => `${name}.gz`, true],
    ['dashes, plain', (name: string) => name, false],
    ['dots, compressed', (name: string) => `${name.replace('-idx', '.idx')}.gz`, true],
    ['dots, plain', (name: string) => name.replace('-idx', '.idx'), false],
    ['the name of a compressed file, plain', (name: string) => `${name}.gz`, false],
  ])('finds files named with %s', async (_, nameOf, compressed) => {
    const world = await emptyWorld();
    for (const key of fileKeys) {
      const bytes = compressed ? toyFiles[key] : gunzipSync(toyFiles[key]);
      await writeFile(join(world.root, nameOf(fileNames[key])), bytes);
    }
    const { source, train } = await loadDataset(world.root, { registry: [] });
    expect(source).toMatchObject({ kind: 'folder', folder: world.root });
    expect(train.count).toBe(200);
  });

  test('takes any data, numbers its classes and records its hashes', async () => {
    const world = await emptyWorld();
    const folder = join(world.root, 'clothes');
    await mkdir(folder);
    const write = async (name: string, bytes: Uint8Array): Promise<void> =>
      writeFile(join(folder, name), bytes);
    const images = { dtype: 'u8', shape: [2, 1, 2, 3], data: noise.subarray(0, 12) } as const;
    await write('train-images-idx3-ubyte', encodeIdx(images));
    await write('t10k-images-idx3-ubyte', encodeIdx(images));
    await write('train-labels-idx1-ubyte', encodeIdx({ dtype: 'u8', shape: [2], data: Uint8Array.of(0, 1) }));
    await write('t10k-labels-idx1-ubyte', encodeIdx({ dtype: 'i32', shape: [2], data: Int32Array.of(3, 0) }));
    const { name, classNames, train, test: tested, source, notes } = await loadDataset(folder);
    expect(name).toBe('clothes');
    expect(classNames).toEqual(['0', '1', '3']);
    expect(notes).toEqual([
      'Labels are 0 to 3 without 2: they became 0 to 2, with the original labels as names',
      'No training images of "3"',
      'No test images of "1"',
    ]);
    expect(train).toMatchObject({ count: 2, height: 1, width: 2, channels: 3, labels: Uint8Array.of(0, 1) });
    expect(tested.labels).toEqual(Uint8Array.of(2, 0));
    // sha256sum of 00 00 08 01 00 00 00 02 00 01.
    expect(source).toMatchObject({
      files: {
        trainLabels: { sha256: '8c50639ad7f90a8211edb1bbdfb25436fd8e2a10794b6d5e3d479d1b22c7e318' },
      },
    });
  });

  test('recognises a known data set by its content', async () => {
    const world = await emptyWorld();
    await writeToy(world.root);
    const { name, classNames } = await loadDataset(world.root, optionsFor(world));
    expect([name, ...classNames]).toEqual(['toy', 'round', 'square', 'odd']);
  });

  test.each([
    ['an empty file', Buffer.alloc(0), /is damaged: truncated at byte 0: found 0 bytes/],
    ['text', Buffer.from('hello'), /is damaged: not an IDX file at byte 0/],
    ['half of it', toyFiles.testImages.slice(0, 9000), /is damaged: corrupt gzip stream at byte \d+/],
  ])('names a file that is %s', async (_, bytes, message) => {
    const world = await emptyWorld();
    await writeToy(world.root, { testImages: bytes });
    const error = await loadDataset(world.root, optionsFor(world)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'damaged-file',
      location: join(world.root, 't10k-images-idx3-ubyte.gz'),
      message: expect.stringMatching(message),
    });
    expect(error).toMatchObject({ message: expect.not.stringContaining('\n') });
  });

  test('refuses what is not a regular file, and what is too large to be looked at', async () => {
    const world = await emptyWorld();
    await writeToy(world.root, { testImages: undefined });
    await mkdir(join(world.root, 't10k-images-idx3-ubyte'));
    await expect(loadDataset(world.root)).rejects.toMatchObject({
      code: expect.stringMatching(/damaged-file|unreadable-file/),
      location: join(world.root, 't10k-images-idx3-ubyte'),
    });
    const large = await emptyWorld();
    await writeToy(large.root, { testImages: new Uint8Array(2 ** 21) });
    await expect(loadDataset(large.root, { maxBytes: 1000 })).rejects.toThrow(/at most 1000/);
  });

  test('tells images and labels apart that do not match', async () => {
    const world = await emptyWorld();
    await writeToy(world.root, { testLabels: toyFiles.trainLabels });
    await expect(loadDataset(world.root)).rejects.toMatchObject({
      code: 'mismatched-files',
      message: `${join(world.root, 't10k-labels-idx1-ubyte.gz')} holds 200 labels, but ${join(world.root, 't10k-images-idx3-ubyte.gz')} holds 20 images`,
    });
  });

  test.skipIf(process.getuid?.() === 0)('says of a folder that it may not be read', async () => {
    const world = await emptyWorld();
    await writeToy(world.root);
    await chmod(world.root, 0);
    await expect(loadDataset(world.root)).rejects.toMatchObject({
      code: 'unreadable-file',
      location: world.root,
    });
  });
});

describe('findDataset and fetchDataset', () => {
  test('findDataset tells the verified files of the first place that has them', async () => {
    const world = await emptyWorld();
    const folder = await writeToy(join(world.root, 'home', '.keras', 'datasets', 'toy'));
    expect(await findDataset('toy', optionsFor(world))).toMatchObject({
      name: 'toy',
      source: {
        kind: 'keras',
        files: { testLabels: { location: join(folder, 't10k-labels-idx1-ubyte.gz') } },
      },
    });
  });

  test('fetchDataset fills the cache wherever else the data may be, and then has nothing to do', async () => {
    const world = await emptyWorld();
    const mirror = await startMirror();
    await writeToy(join(world.root, 'system', 'toy'));
    const options = optionsFor(world, { mirrors: [mirror.url] });
    expect((await fetchDataset('toy', options)).source.kind).toBe('mirror');
    expect((await fetchDataset('toy', options)).source.kind).toBe('cache');
    expect(mirror.requests).toHaveLength(4);
    expect(await filesBelow(world.cacheFolder)).toEqual(
      fileKeys.map((key) => `toy/${fileNames[key]}.gz`).sort(),
    );
    await expect(fetchDataset(world.root, options)).rejects.toMatchObject({ code: 'unknown-name' });
  });
});
