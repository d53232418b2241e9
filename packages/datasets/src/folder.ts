import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError, systemCode } from './error.ts';
import { fileNames, perFile } from './files.ts';
import type { FileKey, PerFile } from './files.ts';

/**
 * The paths of the four files that a folder has. It knows both common spellings
 * (`train-images-idx3-ubyte`, `train-images.idx3-ubyte`), with `.gz` and without, in this order. A folder
 * that does not exist has none.
 */
export async function findFiles(folder: string): Promise<PerFile<string | undefined>> {
  const names = new Set(await namesIn(folder));
  return perFile((key) => {
    const name = spellings(key).find((spelling) => names.has(spelling));
    return name === undefined ? undefined : join(folder, name);
  });
}

export function isComplete(paths: PerFile<string | undefined>): paths is PerFile<string> {
  return Object.values(paths).every((path) => path !== undefined);
}

function spellings(key: FileKey): string[] {
  const dashed = fileNames[key];
  const dotted = dashed.replace('-idx', '.idx');
  return [`${dashed}.gz`, dashed, `${dotted}.gz`, dotted];
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new DatasetError('unreadable-file', `${folder} can't be read (${code ?? String(error)})`, {
      location: folder,
      cause: error,
    });
  }
}
