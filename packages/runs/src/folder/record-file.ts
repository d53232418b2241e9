import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkArray, checkObject } from '@atelier/checks';
import { checkPath } from '../check-path.ts';
import { type RunRecord, runSchema } from '../record/run-record.ts';
import { checkWritable, mostBytes, readJson } from './read-json.ts';
import { runFiles } from './run-files.ts';
import { RunFolderError } from './run-folder-error.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes `run.json`, whole or not at all.
 *
 * @throws TypeError for a record that could not be read again
 * @throws WriteError when it cannot be written
 */
export async function writeRecord(folder: string, record: RunRecord): Promise<void> {
  checkPath('folder', folder);
  checkObject('record', record, 'format, config and history');
  checkArray('record.history', record.history, 'epochs');
  // Once an epoch: those before the last were checked when they were the last, so that long runs stay fast.
  checkWritable('record', { ...record, history: record.history.slice(-1) }, runSchema);
  await writeWhole(join(folder, runFiles.record), `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Reads `run.json`.
 *
 * @param folder an absolute path
 * @throws RunFolderError when the folder is not a run's, or the file is damaged
 */
export function readRecord(folder: string): RunRecord {
  checkPath('folder', folder);
  if (!existsSync(folder)) throw new RunFolderError(`There is no run folder ${folder}`);
  if (!existsSync(join(folder, runFiles.record))) {
    const run = firstRun(folder);
    const several =
      run === undefined ? '' : `; it holds several runs: name one, such as ${join(folder, run)}`;
    throw new RunFolderError(`${folder} is not a run folder: it has no ${runFiles.record}${several}`);
  }
  return readJson(folder, runFiles.record, runSchema);
}

/** Of a folder of several runs. */
function firstRun(folder: string): string | undefined {
  const names = ['member-1', 'fold-1'];
  return names.find((name) => existsSync(join(folder, name, runFiles.record)));
}

/**
 * Whether `run.json` is missing, or was cut off: there is nothing to read, where a damaged one says something wrong.
 *
 * @throws TypeError or RangeError for what is no path
 */
export function isRecordLost(folder: string): boolean {
  checkPath('folder', folder);
  const file = join(folder, runFiles.record);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats) return true;
  if (!stats.isFile() || stats.size > mostBytes) return false;
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return false;
  } catch {
    return true;
  }
}
