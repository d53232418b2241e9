import { statSync } from 'node:fs';
import { join } from 'node:path';
import { listPictures } from '@atelier/datasets';
import { runFiles } from '@atelier/runs';
import { UsageError } from '../errors.ts';
import { isPlainModel } from '../open-model.ts';
import { userPath } from '../paths.ts';
import { stderr } from '../terminal/output.ts';

/** What was typed after the first run: more runs, and pictures. */
export interface TypedPaths {
  /** Folders of runs, and models outside of runs. */
  readonly runs: readonly string[];
  /** Files, and folders' pictures, in the order of the paths and of names. */
  readonly pictures: readonly string[];
}

/**
 * Tells models from pictures: a run is a folder with a `run.json`, a model outside of one a `model.json` or its folder; any other folder is one of pictures, with those in its folders.
 *
 * @throws UsageError for a folder without pictures
 */
export async function sortPaths(typed: readonly string[]): Promise<TypedPaths> {
  const runs: string[] = [];
  const pictures: string[] = [];
  for (const path of typed) {
    const folder = userPath(path);
    if (isPlainModel(folder)) runs.push(path);
    else if (!isFolder(folder)) pictures.push(path);
    else if (statSync(join(folder, runFiles.record), { throwIfNoEntry: false })) runs.push(path);
    else pictures.push(...(await picturesIn(path, folder)));
  }
  return { runs, pictures };
}

async function picturesIn(typed: string, folder: string): Promise<string[]> {
  const { paths, notes } = await listPictures(folder);
  for (const note of notes) stderr.write(`${note}\n`);
  if (paths.length === 0) throw new UsageError(`The folder ${folder} has neither a run nor pictures`);
  return paths
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((path) => join(typed, path));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
