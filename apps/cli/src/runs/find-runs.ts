import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, runFiles } from '@atelier/runs';

/** Runs of one command lie one level below its folder; those of a project seldom deeper. */
const deepest = 4;

/**
 * All run folders in a folder, itself among them, by name; links are not followed.
 *
 * @param onUnreadable is told of each folder that cannot be read, in one line
 */
export function findRuns(folder: string, onUnreadable: (message: string) => void, depth = 0): string[] {
  if (existsSync(join(folder, runFiles.record))) return [folder];
  if (depth === deepest) return [];
  return entriesOf(folder, onUnreadable)
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted()
    .flatMap((name) => findRuns(join(folder, name), onUnreadable, depth + 1));
}

function entriesOf(folder: string, onUnreadable: (message: string) => void): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    onUnreadable(`${folder} cannot be read: ${reasonOf(error)}`);
    return [];
  }
}
