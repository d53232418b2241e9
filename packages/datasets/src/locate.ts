import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readCached } from './cache.ts';
import { cacheFolderOf, type CachePlace } from './cache-folder.ts';
import { decodedCache } from './decoded-cache.ts';
import { nodeEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { DatasetError } from './error.ts';
import { fetchFiles } from './fetch.ts';
import type { Fetched, FetchOptions } from './fetch.ts';
import { fileKeys, fileNames, perFile, perFileAsync } from './files.ts';
import type { PerFile } from './files.ts';
import { findFiles, isComplete } from './folder.ts';
import type { DataCache } from './formats/format.ts';
import type { ReadingOptions } from './formats/reading-options.ts';
import { readKerasArchive } from './keras-archive.ts';
import { readKnown } from './read-known.ts';
import { datasetInfos } from './registry.ts';
import type { DatasetInfo } from './registry.ts';
import type { FilesSource } from './dataset.ts';
import { readVerified } from './verify.ts';
import type { VerifiedFile } from './verify.ts';

/** Options of `loadDataset` and `findDataset`. */
export interface DatasetOptions extends FetchOptions, ReadingOptions, CachePlace {
  /**
   * A folder that holds the four files of the named data set. It is then the only place searched, and its
   * content must be that data set.
   */
  readonly folder?: string | undefined;
  /**
   * Whether to fail where something would have to be fetched.
   *
   * @default false
   */
  readonly offline?: boolean | undefined;
  /**
   * The data sets that have a name.
   *
   * @default datasetInfos
   */
  readonly registry?: readonly DatasetInfo[] | undefined;
}

export interface Located {
  /** What is known about the data set; `undefined` for a folder with unknown content. */
  readonly info: DatasetInfo | undefined;
  readonly name: string;
  readonly files: PerFile<VerifiedFile>;
  readonly source: FilesSource;
}

/** Where to look: everywhere, only where the four files are files, or only in the cache, into which the rest is fetched. */
type Places = 'all' | 'files' | 'cache';

/** How often to refill the cache when another process keeps moving its files. */
const attempts = 3;

/**
 * Finds the four files of a data set, or fetches them. What it returns has been read and verified.
 *
 */
export async function locate(
  nameOrFolder: string,
  options: DatasetOptions,
  places: Places,
): Promise<Located> {
  try {
    return await locateVerified(nameOrFolder, options, places);
  } catch (error) {
    // After an abort, the caller gets the reason that they gave.
    options.signal?.throwIfAborted();
    throw error;
  }
}

async function locateVerified(
  nameOrFolder: string,
  options: DatasetOptions,
  places: Places,
): Promise<Located> {
  options.signal?.throwIfAborted();
  const registry = options.registry ?? datasetInfos;
  const info = registry.find(({ name }) => name === nameOrFolder);
  if (
    info === undefined &&
    (options.folder !== undefined || places === 'cache' || !(await isFolder(nameOrFolder)))
  ) {
    const known = registry.map(({ name }) => name).join(', ');
    throw new DatasetError(
      'unknown-name',
      `"${nameOrFolder}" is neither a file or folder nor the name of a data set (known: ${known})`,
    );
  }
  if (info === undefined) return inFolder(resolve(nameOrFolder), undefined, registry, options);
  const reading: Reading = { ...options, copies: places === 'all' ? decodedCache(options) : undefined };
  if (options.folder !== undefined) return inFolder(resolve(options.folder), info, registry, reading);

  const environment = { ...nodeEnvironment(), ...options.environment };
  const folder = join(cacheFolderOf(options), info.name);
  let fetched: Fetched | undefined;
  for (let attempt = 1; ; attempt++) {
    const cached = await readCached(info, folder, reading);
    if (cached.missing.length === 0) {
      const files = perFile((key) => cached.files.get(key)!);
      return {
        info,
        name: info.name,
        files,
        source: { ...(fetched ?? { kind: 'cache' }), folder, files: hashes(files) },
      };
    }
    if (attempt === 1 && places !== 'cache') {
      const found = await installed(info, environment, reading, places);
      if (found !== undefined) return found;
    }
    const names = cached.missing.map((key) => fileNames[key]).join(', ');
    if (options.offline === true) {
      throw new DatasetError(
        'offline',
        `${info.name} is not on this machine (${folder} lacks ${names}) and fetching is off`,
        { location: folder },
      );
    }
    if (attempt > attempts) {
      throw new DatasetError('damaged-file', `${folder} loses ${names} as often as they are fetched`, {
        location: folder,
      });
    }
    fetched = await fetchFiles(info, cached.missing, folder, environment, options);
  }
}

/** Options, and where files' contents are kept. */
interface Reading extends DatasetOptions {
  readonly copies?: DataCache | undefined;
}

async function inFolder(
  folder: string,
  expected: DatasetInfo | undefined,
  registry: readonly DatasetInfo[],
  options: Reading,
): Promise<Located> {
  const paths = await findFiles(folder);
  if (!isComplete(paths)) {
    const missing = fileKeys.filter((key) => paths[key] === undefined).map((key) => fileNames[key]);
    throw new DatasetError(
      'missing-file',
      `${folder} lacks ${missing.join(', ')}; a data set is ${Object.values(fileNames).join(', ')}, each plain or .gz`,
      { location: folder },
    );
  }
  const files = await readAll(paths, expected, options);
  const info =
    expected ??
    registry.find((known) => fileKeys.every((key) => known.files[key].sha256 === files[key].sha256));
  return {
    info,
    name: info?.name ?? basename(folder),
    files,
    source: { kind: 'folder', folder, files: hashes(files) },
  };
}

/**
 * Looks where other programs keep the data set. Unexpected files belong to those programs: they stay as
 * they are.
 */
async function installed(
  info: DatasetInfo,
  { home, variables, systemFolder }: Environment,
  options: Reading,
  places: Places,
): Promise<Located | undefined> {
  const keras = join(variables['KERAS_HOME'] ?? join(home, '.keras'), 'datasets');
  const read = async (paths: PerFile<string | undefined>): Promise<PerFile<VerifiedFile> | undefined> =>
    isComplete(paths) ? readAll(paths, info, options) : undefined;
  const { kerasArchive, debian } = info;
  const candidates: Candidate[] = info.kerasFolders.map((name) => {
    const folder = join(keras, name);
    return { kind: 'keras', folder, read: async () => read(await findFiles(folder)) };
  });
  if (kerasArchive !== undefined && places === 'all') {
    candidates.push({
      kind: 'keras',
      folder: keras,
      read: () => kerasFiles(join(keras, kerasArchive), info, options),
    });
  }
  if (debian !== undefined) {
    const folder = join(systemFolder, debian.folder);
    candidates.push({ kind: 'debian-system', folder, read: async () => read(await findFiles(folder)) });
  }
  for (const { kind, folder, read: readFiles } of candidates) {
    try {
      const files = await readFiles();
      if (files) return { info, name: info.name, files, source: { kind, folder, files: hashes(files) } };
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      options.onNotice?.(`Not used: ${error.message}`);
    }
  }
  return undefined;
}

/** A place of another program. */
interface Candidate {
  readonly kind: 'keras' | 'debian-system';
  readonly folder: string;
  /** @returns `undefined` where the files are not there */
  readonly read: () => Promise<PerFile<VerifiedFile> | undefined>;
}

async function kerasFiles(
  path: string,
  info: DatasetInfo,
  options: DatasetOptions,
): Promise<PerFile<VerifiedFile> | undefined> {
  try {
    return await readKerasArchive(path, info, options);
  } catch (error) {
    if (error instanceof DatasetError && error.code === 'missing-file') return undefined;
    throw error;
  }
}

function readAll(
  paths: PerFile<string>,
  expected: DatasetInfo | undefined,
  options: Reading,
): Promise<PerFile<VerifiedFile>> {
  const { signal, maxBytes, copies } = options;
  const how = { signal, maxBytes };
  return perFileAsync((key) =>
    expected
      ? readKnown(paths[key], expected.files[key], how, copies)
      : readVerified(paths[key], undefined, how),
  );
}

function hashes(files: PerFile<VerifiedFile>): FilesSource['files'] {
  return perFile((key) => ({ location: files[key].location, sha256: files[key].sha256 }));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
