import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { found, isTypedArray } from '@atelier/checks';
import { checkPath } from '../check-path.ts';
import { isLockFile } from '../lease/lock-file.ts';
import { unfinished } from './unfinished.ts';
import { WriteError } from './write-error.ts';

/**
 * Writes a file so that, whenever the process or the machine stops, either the old content is there or the new: under a
 * temporary name, flushed to disk, and then renamed.
 *
 * @throws TypeError for content that is neither text nor bytes
 * @throws WriteError, with nothing left behind
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  checkPath('path', path);
  if (typeof content !== 'string' && !isTypedArray('Uint8Array', content)) {
    throw new TypeError(`content is a text or a Uint8Array; found ${found(content)}`);
  }
  // Unique: several processes may write the same file, and the last one wins.
  const temporary = `${path}.${randomUUID()}${unfinished}`;
  try {
    await writeNew(temporary, content);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw new WriteError(path, cause);
  }
}

/**
 * Removes the unfinished files of killed processes from a folder, which the caller has locked and may be missing.
 *
 * @throws TypeError or RangeError for what is no path
 */
export function removeUnfinished(folder: string): void {
  checkPath('folder', folder);
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const entry of readdirSync(folder)) {
    if (entry.endsWith(unfinished) && !isLockFile(entry))
      rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

/** Milliseconds after which an unfinished file is taken for that of a killed process. */
const abandonedAfter = 60_000;

/**
 * Removes what killed processes left unfinished of a file that was just written, in a folder that others may write to at the same
 * time: what is over a minute older, by the file system's clock.
 *
 * @throws TypeError or RangeError for what is no path
 */
export function removeAbandoned(path: string): void {
  checkPath('path', path);
  const written = statSync(path).mtimeMs;
  for (const entry of readdirSync(dirname(path))) {
    if (!entry.startsWith(`${basename(path)}.`) || !entry.endsWith(unfinished)) continue;
    const other = join(dirname(path), entry);
    const seen = lstatSync(other, { throwIfNoEntry: false })?.mtimeMs ?? written;
    if (written - seen > abandonedAfter) rmSync(other, { recursive: true, force: true });
  }
}

/**
 * Writes a folder of files, whole or not at all. An existing folder is replaced.
 *
 * @throws WriteError, with nothing left behind
 */
export async function writeWholeFolder(
  path: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  const temporary = `${path}${unfinished}`;
  const replaced = `${path}.old${unfinished}`;
  try {
    for (const each of [temporary, replaced]) await rm(each, { recursive: true, force: true });
    await mkdir(temporary);
    for (const [name, content] of Object.entries(files)) await writeNew(join(temporary, name), content);
    await syncFolder(temporary);
    await rename(path, replaced).catch(ignoreMissing);
    await rename(temporary, path);
    await syncFolder(dirname(path));
    await rm(replaced, { recursive: true, force: true });
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw new WriteError(path, cause);
  }
}

/** Never through a link: an existing file of that name is removed first. */
async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  await rm(path, { recursive: true, force: true });
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Not supported on Windows.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
