import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import en from 'zod/v4/locales/en.js';
import { oneLine } from '../one-line.ts';
import { type RunRecord, runSchema } from '../record/run-record.ts';
import { readOwnFile } from './own-files.ts';
import { runFiles } from './run-files.ts';
import { RunFolderError } from './run-folder-error.ts';
import { writeWhole } from './write-whole.ts';

/** The most bytes that are read: far more than any run has, and far less than memory. */
const limit = 2 ** 23;

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
  const file = join(folder, runFiles.record);
  if (!existsSync(file)) {
    throw new RunFolderError(`${folder} is not a run folder: it has no ${runFiles.record}`);
  }
  // `zod/mini` has no error messages of its own.
  const parsed = runSchema.safeParse(parseFile(folder), { error: en().localeError });
  if (parsed.success) return parsed.data;
  const { path: where, message } = parsed.error.issues[0]!;
  // A message may quote the file at length.
  const found = oneLine([...where, message].join(': ')).slice(0, 200);
  throw new RunFolderError(`${file} is damaged: ${found}`, { cause: parsed.error });
}

/** Whether `run.json` is missing, or was cut off: there is nothing to read, where a damaged one says something wrong. */
export function isRecordLost(folder: string): boolean {
  const file = join(folder, runFiles.record);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats) return true;
  if (!stats.isFile() || stats.size > limit) return false;
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return false;
  } catch {
    return true;
  }
}

function parseFile(folder: string): unknown {
  const text = readOwnFile(folder, runFiles.record, limit).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RunFolderError(`${join(folder, runFiles.record)} is damaged: ${oneLine(cause)}`, { cause });
  }
}
