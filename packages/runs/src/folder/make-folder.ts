import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkPath } from '../check-path.ts';
import { WriteError } from './write-error.ts';

/** @throws WriteError when it cannot be made */
export function makeFolder(path: string): void {
  checkPath('path', path);
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    // On a read-only file system Node says here that the folder is missing: check its parent.
    const parent = dirname(path);
    if (isMissing(cause) && parent !== path && !existsSync(parent)) makeFolder(parent);
    try {
      mkdirSync(path);
    } catch (reason) {
      // The first says what is wrong, unless it is only that a parent is missing.
      throw new WriteError(path, isMissing(cause) ? reason : cause);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
