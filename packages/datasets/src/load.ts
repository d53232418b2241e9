import { resolve } from 'node:path';
import { assemble } from './assemble.ts';
import { checkDatasetOptions } from './check-dataset-options.ts';
import type { Dataset, FilesSource } from './dataset.ts';
import { decodedCache } from './decoded-cache.ts';
import { classNamesIn } from './formats/class-names.ts';
import { datasetOf } from './formats/dataset-of.ts';
import { type ReadingPlatform, type ReadParts, readParts } from './formats/read-given.ts';
import { findFiles, isComplete } from './folder.ts';
import type { Given } from './given/given.ts';
import { givenAt } from './given/given-path.ts';
import { locate } from './locate.ts';
import type { DatasetOptions } from './locate.ts';
import { nodeDecoder } from './pictures/node-decoder.ts';
import { datasetInfos } from './registry.ts';

/** Where the four files of a data set are. */
export interface FoundDataset {
  readonly name: string;
  readonly source: FilesSource;
}

/**
 * Loads a data set with its pixels as bytes. A named one is looked for in this order: `options.folder` (then
 * nowhere else), Atelier's cache, Keras' cache, the Debian package's folder; otherwise it is fetched into the
 * cache, from its mirrors or its Debian package. Its files are trusted only if the SHA-256 of their content
 * is the known one, each time.
 *
 * @param nameOrPath `fashion-mnist`, `mnist`, or a path to data in any format that is read. A folder of four IDX files with the
 *   content of a known data set is recognised and gets its name and class names.
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for a number out of its range
 * @throws DatasetError with what is wrong and the remedy
 * @throws `options.signal`'s reason
 */
export async function loadDataset(nameOrPath: string, options: DatasetOptions = {}): Promise<Dataset> {
  checkDatasetOptions('loadDataset', nameOrPath, options);
  const { parts, origin } = await loadParts(nameOrPath, options);
  return datasetOf(parts, origin, options);
}

/**
 * Loads the parts of a data set.
 *
 * @param testAlone whether a test part without a training part is read in its place
 */
export async function loadParts(
  nameOrPath: string,
  options: DatasetOptions,
  testAlone = false,
): Promise<ReadParts> {
  const given = await givenData(nameOrPath, options);
  if (given !== undefined) return readParts(given, options, { ...nodePlatform(options), testAlone });
  const { info, name, files, source } = await locate(nameOrPath, options, 'all');
  const folder = source.kind === 'folder' ? await givenAt(source.folder, options.signal) : undefined;
  const found = info ? { from: name, names: info.classNames } : folder && (await classNamesIn(folder));
  const location = 'folder' in source ? source.folder : name;
  return { parts: assemble(files), origin: { name, location, source, found, notes: [] } };
}

/** Pictures are decoded by `sharp`, and kept beside the data sets that are fetched. */
function nodePlatform(options: DatasetOptions): ReadingPlatform {
  return { decoder: nodeDecoder, cache: decodedCache(options, options.onNotice) };
}

/** Data at a path; `undefined` for a named data set, or the four files of one, which are verified. */
async function givenData(
  nameOrPath: string,
  { folder, registry = datasetInfos, signal }: DatasetOptions,
): Promise<Given | undefined> {
  if (folder !== undefined || registry.some(({ name }) => name === nameOrPath)) return undefined;
  signal?.throwIfAborted();
  const path = resolve(nameOrPath);
  return isComplete(await findFiles(path)) ? undefined : givenAt(path, signal);
}

/**
 * Finds or fetches the four files of a data set like {@link loadDataset}, verified, and returns their paths.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for a number out of its range
 * @throws DatasetError with what is wrong and the remedy
 */
export async function findDataset(nameOrFolder: string, options: DatasetOptions = {}): Promise<FoundDataset> {
  checkDatasetOptions('findDataset', nameOrFolder, options);
  const { name, source } = await locate(nameOrFolder, options, 'files');
  return { name, source };
}

/**
 * Makes sure that Atelier's cache holds a named data set, verified; fetches what is missing.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError for a number out of its range
 * @throws DatasetError with what is wrong and the remedy
 */
export async function fetchDataset(
  name: string,
  options: Omit<DatasetOptions, 'folder'> = {},
): Promise<FoundDataset> {
  checkDatasetOptions('fetchDataset', name, options);
  const { source } = await locate(name, options, 'cache');
  return { name, source };
}
