import { checkPath } from '../check-path.ts';
import { staleAfter } from './folder-lock.ts';
import { askHolder } from './holder.ts';
import { currentLock } from './lock-file.ts';

/**
 * Whether a process works on a folder: it lives, or cannot be asked and sent a heartbeat within the last minute. Only reads, so that
 * it can be asked of anybody's folder.
 *
 * @throws RunFolderError when the lock cannot be read
 */
export function isInUse(folder: string): boolean {
  checkPath('folder', folder);
  const lock = currentLock(folder);
  if (!lock?.holder) return false;
  const state = askHolder(lock.holder);
  return state === 'alive' || (state === 'unknown' && Date.now() - lock.seen <= staleAfter);
}
