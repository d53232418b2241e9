import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunRecord, runSchema } from '../record/run-record.ts';
import { mostBytes, readJson } from './read-json.ts';
import { runFiles } from './run-files.ts';
import { RunFolderError } from './run-folder-error.ts';
import { writeWhole } from './write-whole.ts';

/** Writes `run.json`, whole or not at all. */
export async function writeRecord(folder: string, record: RunRecord): Promise<void> {
  await writeWhole(join(folder, runFiles.record), `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Reads `run.json`.
 *
 * @param folder an absolute path
 * @throws RunFolderError when the folder is not a run's, or the file is damaged
 */
export function readRecord(folder: string): RunRecord {
  if (!existsSync(folder)) throw new RunFolderError(`There is no run folder ${folder}`);
  if (!existsSync(join(folder, runFiles.record))) {
    throw new RunFolderError(`${folder} is not a run folder: it has no ${runFiles.record}`);
  }
  return readJson(folder, runFiles.record, runSchema);
}

/** Whether `run.json` is missing, or was cut off: there is nothing to read, where a damaged one says something wrong. */
export function isRecordLost(folder: string): boolean {
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
