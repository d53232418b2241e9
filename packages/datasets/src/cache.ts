import { rename } from 'node:fs/promises';
import { DatasetError, systemCode } from './error.ts';
import { fileKeys } from './files.ts';
import type { FileKey } from './files.ts';
import { findFiles } from './folder.ts';
import type { DataCache } from './formats/format.ts';
import { readKnown } from './read-known.ts';
import type { DatasetInfo } from './registry.ts';
import type { VerifiedFile } from './verify.ts';

interface Cached {
  readonly files: ReadonlyMap<FileKey, VerifiedFile>;
  readonly missing: readonly FileKey[];
}

interface CacheOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onNotice?: ((message: string) => void) | undefined;
  /** Where the files' contents are kept. */
  readonly copies?: DataCache | undefined;
}

/** Reads a data set's files from the cache. A damaged file is renamed and counts as missing. */
export async function readCached(info: DatasetInfo, folder: string, options: CacheOptions): Promise<Cached> {
  const paths = await findFiles(folder);
  const files = new Map<FileKey, VerifiedFile>();
  await Promise.all(
    fileKeys.map(async (key) => {
      const path = paths[key];
      const file = path === undefined ? undefined : await readOrSetAside(path, info, key, options);
      if (file !== undefined) files.set(key, file);
    }),
  );
  return { files, missing: fileKeys.filter((key) => !files.has(key)) };
}

async function readOrSetAside(
  path: string,
  info: DatasetInfo,
  key: FileKey,
  { signal, onNotice, copies }: CacheOptions,
): Promise<VerifiedFile | undefined> {
  try {
    return await readKnown(path, info.files[key], { signal }, copies);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    if (error.code === 'missing-file') return undefined;
    if (error.code !== 'damaged-file') throw error;
    const aside = `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    await moved(path, aside);
    onNotice?.(`In the cache, ${error.message}; renamed to ${aside}`);
    return undefined;
  }
}

async function moved(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    const code = systemCode(error);
    // Another process noticed it too and was faster.
    if (code === 'ENOENT') return;
    throw new DatasetError(
      'unusable-folder',
      `${from} is damaged and can't be moved away (${code ?? String(error)})`,
      {
        location: from,
        cause: error,
      },
    );
  }
}
