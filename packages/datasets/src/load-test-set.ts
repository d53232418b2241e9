import { join } from 'node:path';
import { labelledImages } from './assemble.ts';
import { cacheFolderOf } from './cache-folder.ts';
import { checkDatasetOptions } from './check-dataset-options.ts';
import type { Dataset } from './dataset.ts';
import { decodedCache } from './decoded-cache.ts';
import { DatasetError } from './error.ts';
import { perFile } from './files.ts';
import { findFiles, isComplete } from './folder.ts';
import { chooseTestPart } from './formats/choose-test-part.ts';
import { datasetOf, namedParts } from './formats/dataset-of.ts';
import { gather } from './gather.ts';
import type { LabelledImages } from './images.ts';
import { loadParts } from './load.ts';
import type { DatasetOptions } from './locate.ts';
import { readKnown } from './read-known.ts';
import { datasetInfos } from './registry.ts';

/** A data set without its other parts: enough to measure a model. */
export interface TestSet extends Omit<Dataset, 'train' | 'validation'> {
  /** All training images of data without a test part: `test` is what `loadDataset` would keep for testing. */
  readonly whole?: LabelledImages;
}

/**
 * Loads a data set like {@link loadDataset}, for those who need its test images only. Of a named data set in Atelier's cache the training
 * images, which are most of it, are not read. Data that have a test part and no training part are read as data without parts.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for a number out of its range
 * @throws DatasetError with what is wrong and the remedy
 * @throws `options.signal`'s reason
 */
export async function loadTestSet(nameOrPath: string, options: DatasetOptions = {}): Promise<TestSet> {
  checkDatasetOptions('loadTestSet', nameOrPath, options);
  return (await cachedTestSet(nameOrPath, options)) ?? anyTestSet(nameOrPath, options);
}

async function anyTestSet(nameOrPath: string, options: DatasetOptions): Promise<TestSet> {
  const { parts, origin } = await loadParts(nameOrPath, options, true);
  const { train, validation: _, test, ...others } = namedParts(parts, origin, options);
  if (test) return { ...others, test };
  return { ...others, test: gather(train, chooseTestPart(train.labels), 1), whole: train };
}

/** @returns `undefined` where not all is as it should be: loading the whole data set mends it, or says what is wrong */
async function cachedTestSet(name: string, options: DatasetOptions): Promise<TestSet | undefined> {
  const { registry = datasetInfos, signal } = options;
  const info = registry.find((known) => known.name === name);
  if (!info || options.folder !== undefined) return undefined;
  signal?.throwIfAborted();
  const folder = join(cacheFolderOf(options), name);
  const copies = decodedCache(options);
  try {
    const paths = await findFiles(folder);
    if (!isComplete(paths)) return undefined;
    const images = await readKnown(paths.testImages, info.files.testImages, { signal }, copies);
    const labels = await readKnown(paths.testLabels, info.files.testLabels, { signal }, copies);
    const test = labelledImages(images, labels);
    // Otherwise the names can't be told from these labels alone.
    if (new Set(test.labels).size !== info.classNames.length) return undefined;
    const files = perFile((key) => ({ location: paths[key], sha256: info.files[key].sha256 }));
    const source = { kind: 'cache', folder, files } as const;
    const found = { from: name, names: info.classNames };
    const { train: _, ...rest } = datasetOf(
      { train: test, test },
      { name, location: folder, source, found, notes: [] },
      options,
    );
    return rest;
  } catch (error) {
    if (error instanceof DatasetError) return undefined;
    throw error;
  }
}
