import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { runFiles } from '@atelier/runs';
import { UsageError } from './errors.ts';
import { userPath } from './paths.ts';

/**
 * The absolute path of a run, or of a model.
 *
 * @param typed a path as the user typed it
 * @throws UsageError for the `run.json` of a run, in place of its folder
 */
export function runPath(typed: string): string {
  const path = userPath(typed);
  if (basename(path) === runFiles.record && isFile(path)) {
    throw new UsageError(`${path} is a file of a run; name its folder, ${dirname(path)}`);
  }
  return path;
}

/**
 * The absolute path of a folder of a run, or of several.
 *
 * @throws UsageError for a file
 */
export function runFolderPath(typed: string): string {
  const path = runPath(typed);
  if (isFile(path)) throw new UsageError(`${path} is a file; name the folder of a run`);
  return path;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
