import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeIdx } from '@atelier/idx';
import { RandomStream } from '@atelier/random';
import { fileKeys, fileNames, perFile } from '../src/files.ts';
import type { FileKey, PerFile } from '../src/files.ts';
import type { DatasetInfo } from '../src/registry.ts';

const trainCount = 200;
const testCount = 20;
const classNames = ['round', 'square', 'odd'];

/** A small data set of noise, which gzip can't shorten: 200 training and 20 test images of 32 x 32, 3 classes. */
const toyContent: PerFile<Uint8Array> = {
  trainImages: images('trainImages', trainCount),
  trainLabels: labels(trainCount),
  testImages: images('testImages', testCount),
  testLabels: labels(testCount),
};

/** The toy's four files, compressed. */
export const toyFiles: PerFile<Uint8Array> = perFile((key) => new Uint8Array(gzipSync(toyContent[key])));

export function toyInfo(more: Partial<DatasetInfo> = {}): DatasetInfo {
  return {
    name: 'toy',
    title: 'Toy: noise',
    classNames,
    imageShape: [32, 32, 1],
    trainCount,
    testCount,
    license: 'MIT',
    homepage: 'https://example.com/',
    files: perFile((key) => ({
      sha256: createHash('sha256').update(toyContent[key]).digest('hex'),
      bytes: toyContent[key].length,
      compressedBytes: toyFiles[key].length,
    })),
    mirrors: [],
    kerasFolders: ['toy', '.'],
    debian: { package: 'dataset-toy', folder: 'toy' },
    ...more,
  };
}

/** Writes the toy's files into a folder, except those in `instead`; `undefined` there leaves one out. */
export async function writeToy(
  folder: string,
  instead: Partial<Record<FileKey, Uint8Array | undefined>> = {},
): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const key of fileKeys) {
    const bytes = key in instead ? instead[key] : toyFiles[key];
    if (bytes !== undefined) await writeFile(join(folder, `${fileNames[key]}.gz`), bytes);
  }
  return folder;
}

function images(name: string, count: number): Uint8Array {
  const random = new RandomStream(1, name);
  const data = Uint8Array.from({ length: count * 1024 }, () => random.below(256));
  return encodeIdx({ dtype: 'u8', shape: [count, 32, 32], data });
}

function labels(count: number): Uint8Array {
  return encodeIdx({
    dtype: 'u8',
    shape: [count],
    data: Uint8Array.from({ length: count }, (_, i) => i % 3),
  });
}
