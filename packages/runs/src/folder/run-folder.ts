import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkBoolean } from '@atelier/checks';
import { checkPath } from '../check-path.ts';
import { FolderLock, type LockOptions } from '../lease/folder-lock.ts';
import { isTrace, isUnfinishedOf } from './is-trace.ts';
import { makeFolder } from './make-folder.ts';
import { checkNoLinks } from './own-files.ts';
import { RunFolderError } from './run-folder-error.ts';
import {
  checkpointsFolder,
  modelFolder,
  planFile,
  runFiles,
  startFolder,
  summaryFiles,
} from './run-files.ts';
import { WriteError } from './write-error.ts';
import { removeUnfinished } from './write-whole.ts';

/** The entries of a run folder that belong to Atelier: `--overwrite` removes these and nothing else. */
const ownEntries = new Set([
  runFiles.record,
  runFiles.history,
  modelFolder,
  startFolder,
  runFiles.plots,
  runFiles.report,
  checkpointsFolder,
]);

/** Everything that is written to a run folder or a folder of several runs. */
const written = [...ownEntries, planFile, ...Object.values(summaryFiles)];

function isOwn(entry: string): boolean {
  return ownEntries.has(entry) || isUnfinishedOf(written, entry);
}

/**
 * Locks a folder for a new run, and empties it.
 *
 * @param overwrite whether an existing run may be removed
 * @returns the lock, which keeps other processes out until it is released
 * @throws RunFolderError when something is there that may not be removed, or another process is using it
 * @throws WriteError when the folder cannot be made or written to
 */
export function createRunFolder(path: string, overwrite: boolean, options?: LockOptions): FolderLock {
  checkRunFolder(path, overwrite);
  makeFolder(path);
  const lock = new FolderLock(path, options);
  try {
    // Another process may have been faster.
    checkRunFolder(path, overwrite);
    for (const entry of readdirSync(path)) {
      if (isOwn(entry)) rmSync(join(path, entry), { recursive: true, force: true });
    }
    return lock;
  } catch (error) {
    lock.release();
    throw error instanceof RunFolderError ? error : new WriteError(path, error);
  }
}

/**
 * Locks the folder of a run to resume, and removes the unfinished files of a killed process.
 *
 * @throws RunFolderError when another process is using it, or a link in it leads outside
 * @throws WriteError when the folder cannot be written to
 */
export function reopenRunFolder(path: string, options?: LockOptions): FolderLock {
  const lock = new FolderLock(path, options);
  try {
    for (const entry of readdirSync(path)) {
      if (ownEntries.has(entry)) checkNoLinks(path, entry);
      else if (isUnfinishedOf(written, entry)) rmSync(join(path, entry), { recursive: true, force: true });
    }
    removeUnfinished(join(path, runFiles.plots));
    return lock;
  } catch (error) {
    lock.release();
    throw error instanceof RunFolderError ? error : new WriteError(path, error);
  }
}

/**
 * Whether a folder exists and holds more than the traces of a process that died before its first record.
 *
 * @throws TypeError or RangeError for what is no path
 */
export function isBegun(path: string): boolean {
  checkPath('path', path);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true && entriesOf(path).length > 0;
}

function entriesOf(path: string): string[] {
  return readdirSync(path).filter((entry) => !isTrace(written, entry));
}

/**
 * Checks that a run may be written to a folder, without touching it.
 *
 * @throws RunFolderError when something is there that may not be removed
 */
export function checkRunFolder(path: string, overwrite: boolean): void {
  checkPath('path', path);
  checkBoolean('overwrite', overwrite);
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) throw new RunFolderError(`${path} is a file; --out takes a folder`);
  const entries = entriesOf(path);
  if (entries.length === 0) return;
  if (!overwrite) {
    throw new RunFolderError(
      `The folder ${path} already holds something; choose another --out, or add --overwrite`,
    );
  }
  const foreign = entries.find((entry) => !isOwn(entry));
  if (foreign !== undefined) {
    throw new RunFolderError(
      `The folder ${path} holds ${foreign}, which is not part of a run; choose another --out`,
    );
  }
}
