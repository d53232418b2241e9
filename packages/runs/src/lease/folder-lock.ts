import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkBoolean, checkCount, checkOptions } from '@atelier/checks';
import { checkPath } from '../check-path.ts';
import { RunFolderError } from '../folder/run-folder-error.ts';
import { WriteError } from '../folder/write-error.ts';
import { Heartbeat } from './heartbeat.ts';
import { askHolder, type Holder, thisProcess } from './holder.ts';
import {
  currentLock,
  draftOf,
  type Found,
  isDraft,
  isLockFile,
  keyOf,
  linked,
  lockIn,
  readLock,
  ticketOf,
} from './lock-file.ts';

/** Milliseconds between heartbeats. */
const heartbeatInterval = 5000;

/** Milliseconds without a heartbeat after which a process that cannot be checked counts as dead. */
export const staleAfter = 60_000;

/** How a folder is locked. */
export interface LockOptions {
  /** Takes the folder over from a process that cannot be checked, whatever its last heartbeat. Default false. */
  readonly takeOver?: boolean;
  /** Milliseconds between heartbeats. Default 5000. */
  readonly interval?: number;
}

/**
 * Keeps a folder to one process at a time. The lock is a lease: its holder sends a heartbeat every few seconds, and a process that
 * dies loses the folder, however and wherever it dies.
 *
 * `lock` names its holder. The successor of a dead holder is the first process to create `lock.after-<key>`, keyed by the lock that it
 * follows, and that file then replaces `lock`. All steps are atomic operations of the file system (link, rename) with
 * names that are never used again, so that no two processes can both succeed, on whatever machines they are.
 */
export class FolderLock {
  readonly #folder: string;
  readonly #holder: Holder;
  readonly #heartbeat: Heartbeat;

  /**
   * Locks an existing folder.
   *
   * @throws TypeError for an unknown option
   * @throws RunFolderError while another process holds it
   * @throws WriteError when the folder cannot be written to
   */
  constructor(folder: string, options: LockOptions = {}) {
    checkPath('folder', folder);
    checkOptions('FolderLock', options, { takeOver: true, interval: true });
    const { takeOver = false, interval = heartbeatInterval } = options;
    checkBoolean('takeOver', takeOver);
    checkCount('interval', interval);
    this.#folder = folder;
    this.#holder = thisProcess(randomUUID());
    const path = lockIn(folder);
    const own = draftOf(folder, this.#holder);
    const content = JSON.stringify(this.#holder);
    try {
      let now = draft(own, content);
      while (!this.#succeed(own, now, takeOver)) now = draft(own, content);
      removeStrays(folder, now, this.#holder);
    } catch (error) {
      throw error instanceof RunFolderError ? error : new WriteError(path, error);
    } finally {
      rmSync(own, { force: true });
    }
    this.#heartbeat = new Heartbeat(path, content, interval);
  }

  /** Whether this lock still holds the folder. */
  get held(): boolean {
    try {
      return currentLock(this.#folder)?.holder?.id === this.#holder.id;
    } catch {
      return false;
    }
  }

  /**
   * Called before each write.
   *
   * @throws RunFolderError when another process took the folder over
   */
  check(): void {
    if (this.held) return;
    throw new RunFolderError(`Another process took over the folder ${this.#folder}`);
  }

  /** Ends the heartbeat, and removes the lock unless another process took it over. A second call does nothing. */
  release(): void {
    this.#heartbeat.stop();
    try {
      if (this.held) rmSync(lockIn(this.#folder));
    } catch {
      // A lock that cannot be removed will soon count as dead.
    }
  }

  /** Puts the file `own` in place of the lock; false when another process was faster, and the lock and `own` must be read again. */
  #succeed(own: string, now: number, takeOver: boolean): boolean {
    const path = lockIn(this.#folder);
    const current = currentLock(this.#folder);
    if (!current) return linked(own, path);
    refuseLiving(this.#folder, current, now, takeOver);
    const ticket = ticketOf(this.#folder, current);
    if (!linked(own, ticket)) return false;
    // The lock may have been replaced by another, and that one released, since it was read.
    if (currentLock(this.#folder)?.holder?.id === this.#holder.id) {
      renameSync(ticket, path);
      return true;
    }
    rmSync(ticket, { force: true });
    return false;
  }
}

/** Writes the file unless it is there: another process may have removed it. Returns when, in milliseconds, by the file system's clock. */
function draft(own: string, content: string): number {
  let stats = statSync(own, { throwIfNoEntry: false });
  while (!stats) {
    writeFileSync(own, content, { flag: 'wx' });
    stats = statSync(own, { throwIfNoEntry: false });
  }
  return stats.mtimeMs;
}

/** @throws RunFolderError unless the lock's holder is dead */
function refuseLiving(folder: string, { holder, seen }: Found, now: number, takeOver: boolean): void {
  if (!holder) return;
  const { pid, host, namespace } = holder;
  const subject = `The folder ${folder} belongs to process ${pid}`;
  const state = askHolder(holder);
  if (state === 'alive') {
    throw new RunFolderError(`${subject}, which is still running; wait for it, or end it`);
  }
  if (state === 'dead' || takeOver) return;
  const age = Math.max(0, now - seen);
  if (namespace === undefined) {
    throw new RunFolderError(
      `${subject} on ${host}, of an earlier version, which cannot be checked (its lock is ${ageText(age)} old); if it has ended, add --take-over`,
    );
  }
  if (age <= staleAfter) {
    throw new RunFolderError(
      `${subject} on ${host}, which cannot be checked; its last heartbeat is ${ageText(age)} old. Wait until it is a minute old, or add --take-over if it has ended`,
    );
  }
}

function ageText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** Removes the files of processes that died while locking the folder, or were replaced. */
function removeStrays(folder: string, now: number, holder: Holder): void {
  const ours = new Set([
    lockIn(folder),
    draftOf(folder, holder),
    ticketOf(folder, { key: keyOf(holder.id) }),
  ]);
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (isLockFile(entry) && !ours.has(path) && isStray(path, now)) rmSync(path, { force: true });
  }
}

function isStray(path: string, now: number): boolean {
  try {
    const found = readLock(path);
    if (!found) return false;
    const { holder, seen } = found;
    if (now - seen > staleAfter) return true;
    // A draft without a name was left by a process that was killed before it wrote it. One that lives writes it again.
    return holder ? askHolder(holder) === 'dead' : isDraft(path);
  } catch {
    return false;
  }
}
