import { rmdirSync } from 'node:fs';
import { isForResults } from '@atelier/experiments';
import { FolderLock, makeFolder } from '@atelier/runs';

/**
 * Keeps a folder of results to this process, and makes it if it isn't there. One that holds something else is left as it is:
 * whoever opens it says so.
 *
 * @returns what gives it back; a folder that stayed empty is then removed
 * @throws UsageError while another process has it
 * @throws WriteError when it cannot be written to
 */
export function lockResults(folder: string): () => void {
  if (!isForResults(folder)) return () => {};
  makeFolder(folder);
  const lock = new FolderLock(folder);
  return () => {
    lock.release();
    try {
      rmdirSync(folder);
    } catch {
      // It holds results, as it should.
    }
  };
}
