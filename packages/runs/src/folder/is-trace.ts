import { isLockFile } from '../lease/lock-file.ts';
import { unfinished } from './unfinished.ts';

/** Whether an entry of a folder is an unfinished file of a killed process that was writing one of these files. */
export function isUnfinishedOf(files: readonly string[], entry: string): boolean {
  return entry.endsWith(unfinished) && files.some((file) => entry.startsWith(`${file}.`));
}

/**
 * Whether an entry of a folder is only the trace of a process that died before it had written one of these files: a lock, or an
 * unfinished file.
 */
export function isTrace(files: readonly string[], entry: string): boolean {
  return isLockFile(entry) || isUnfinishedOf(files, entry);
}
