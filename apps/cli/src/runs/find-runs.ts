import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runFiles } from '@atelier/runs';

/** Runs of one command lie one level below its folder; those of a project seldom deeper. */
const deepest = 4;

/** All run folders in a folder, itself among them, by name; links are not followed. */
export function findRuns(folder: string, depth = 0): string[] {
  if (existsSync(join(folder, runFiles.record))) return [folder];
  if (depth === deepest) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted()
    .flatMap((name) => findRuns(join(folder, name), depth + 1));
}
