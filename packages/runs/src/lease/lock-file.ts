import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isCode } from '../folder/is-code.ts';
import { RunFolderError } from '../folder/run-folder-error.ts';
import { reasonOf } from '../folder/write-error.ts';
import { unfinished } from '../folder/unfinished.ts';
import { type Holder, holderSchema } from './holder.ts';

/** The name of the file that says which process a folder belongs to. */
const lockFile = 'lock';

export function lockIn(folder: string): string {
  return join(folder, lockFile);
}

/** The file that a process makes before it can become the lock. */
export function draftOf(folder: string, { id }: Holder): string {
  return join(folder, `${lockFile}.${id}${unfinished}`);
}

/** Whether a lock file is such a draft. */
export function isDraft(path: string): boolean {
  return path.endsWith(unfinished);
}

/** The file of a lock's successor. */
export function ticketOf(folder: string, { key }: Pick<Found, 'key'>): string {
  return join(folder, `${lockFile}.after-${key}`);
}

/** Whether an entry of a folder is its lock, or a file of a process that is locking it or died while locking it. */
export function isLockFile(entry: string): boolean {
  return entry === lockFile || entry.startsWith(`${lockFile}.`);
}

/** A lock as it was found. */
export interface Found {
  /** `undefined` for a file that names no process, left by a crash of the machine: the folder is free. */
  readonly holder: Holder | undefined;
  /** Distinguishes this lock from all others. */
  readonly key: string;
  /** The holder's last heartbeat, by the file system's clock, in milliseconds. */
  readonly seen: number;
}

/** The lock in force: `lock`, or the last of those that follow it. */
export function currentLock(folder: string): Found | undefined {
  let last: Found | undefined;
  let next = readLock(lockIn(folder));
  // Keys are never reused: a duplicate was put there by hand.
  for (const keys = new Set<string>(); next && !keys.has(next.key); next = readLock(ticketOf(folder, next))) {
    keys.add(next.key);
    last = next;
  }
  return last;
}

/** @throws RunFolderError for what is not a file or cannot be read: the folder's holder is then unknown */
export function readLock(path: string): Found | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  if (stats.isDirectory()) {
    throw new RunFolderError(`${path} is a folder, where the lock file should be; remove it`);
  }
  // A link is not one of our locks: its target is not read.
  if (!stats.isFile()) return nobody(stats.ino, stats.mtimeMs);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw new RunFolderError(
      `${path} cannot be read, so the process that is using the folder is unknown: ${reasonOf(error)}`,
      {
        cause: error,
      },
    );
  }
  try {
    // For an open file, a network file system returns the current state.
    const { ino, mtimeMs } = fstatSync(file);
    const holder = parseHolder(readFileSync(file, 'utf8'));
    return holder ? { holder, key: keyOf(holder.id), seen: mtimeMs } : nobody(ino, mtimeMs);
  } finally {
    closeSync(file);
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function nobody(inode: number, seen: number): Found {
  return { holder: undefined, key: keyOf(`${inode} ${seen}`), seen };
}

export function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Links a file under a second name, atomically; false when that name is taken, or the file gone. */
export function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST') || isCode(error, 'ENOENT')) return false;
    if (!isCode(error, 'EPERM') && !isCode(error, 'ENOTSUP')) throw error;
  }
  // A file system without links, such as on memory sticks.
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST') || isCode(error, 'ENOENT')) return false;
    throw error;
  }
}
