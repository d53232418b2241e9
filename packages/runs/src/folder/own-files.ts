import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkText } from '@atelier/checks';
import { checkPath } from '../check-path.ts';
import { RunFolderError } from './run-folder-error.ts';

/**
 * Reads a file of a run folder: a plain file of a reasonable size, in the folder itself.
 *
 * @param limit the most bytes it may have
 * @throws RunFolderError when it is a link, not a file, or too large
 */
export function readOwnFile(folder: string, name: string, limit: number): Buffer {
  const path = join(folder, name);
  checkNoLinks(folder, name);
  const stats = lstatSync(path);
  if (!stats.isFile()) throw new RunFolderError(`${path} is damaged: it is not a file`);
  if (stats.size > limit) {
    throw new RunFolderError(`${path} is damaged: it has ${stats.size} bytes; at most ${limit} are read`);
  }
  return readFileSync(path);
}

/**
 * Checks that a path within a run folder does not lead outside of it.
 *
 * @param name relative to the folder, with the system's separators; it may be missing
 * @throws RunFolderError naming the link
 */
export function checkNoLinks(folder: string, name: string): void {
  checkPath('folder', folder);
  checkText('name', name, 'a path');
  let path = folder;
  for (const part of name.split(/[/\\]/)) {
    path = join(path, part);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
      throw new RunFolderError(`${path} is a link; the files of a run folder must be in it`);
    }
  }
}
