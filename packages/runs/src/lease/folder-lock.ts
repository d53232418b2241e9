import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { RunFolderError } from '../folder/run-folder-error.ts';
import { WriteError } from '../folder/write-error.ts';
import { unfinished } from '../folder/write-whole.ts';

/** The file that says which process a folder belongs to. */
export const lockFile = 'lock';

/** A process, told from any other that gets the same number later. */
const holderSchema = z.object({
  pid: z.number().int().min(1),
  host: z.string(),
  /** Since which start of the machine, and when after it, the process has lived; empty where the system does not tell. */
  since: z.string(),
  id: z.string(),
});

type Holder = z.infer<typeof holderSchema>;

/** Keeps a folder to one process at a time. A process that dies gives it back, however it dies. */
export class FolderLock {
  readonly #path: string;
  readonly #holder: Holder;

  /**
   * Takes a folder that exists.
   *
   * @throws RunFolderError while another process has it
   * @throws WriteError when the folder cannot be written to
   */
  constructor(folder: string) {
    this.#path = join(folder, lockFile);
    this.#holder = { pid: process.pid, host: hostname(), since: lifeOf(process.pid) ?? '', id: randomUUID() };
    const own = `${this.#path}.${this.#holder.id}${unfinished}`;
    try {
      writeFileSync(own, JSON.stringify(this.#holder), { flag: 'wx' });
      // A link appears with its content, or not at all, and only where there is none.
      while (!linked(own, this.#path)) this.#removeDead(folder);
    } catch (error) {
      throw error instanceof RunFolderError ? error : new WriteError(this.#path, error);
    } finally {
      rmSync(own, { force: true });
    }
  }

  /** @throws Error when another process took the folder over */
  check(): void {
    if (readHolder(this.#path)?.id !== this.#holder.id) {
      throw new Error(`Another process took over the folder of ${this.#path}`);
    }
  }

  release(): void {
    try {
      if (readHolder(this.#path)?.id === this.#holder.id) rmSync(this.#path);
    } catch {
      // What cannot be removed is a dead process's soon.
    }
  }

  #removeDead(folder: string): void {
    const holder = readHolder(this.#path);
    if (holder && isAlive(holder)) throw busy(folder, holder);
    // Moved before it is removed: of two processes that find a dead one's lock, one gets it.
    const moved = `${this.#path}.dead-${this.#holder.id}${unfinished}`;
    try {
      renameSync(this.#path, moved);
    } catch (error) {
      if (isCode(error, 'ENOENT')) return;
      throw error;
    }
    const found = readHolder(moved);
    // The other was quicker, and this is its lock: it goes back.
    if (found && found.id !== holder?.id && isAlive(found)) linked(moved, this.#path);
    rmSync(moved, { force: true });
  }
}

function busy(folder: string, { pid, host }: Holder): RunFolderError {
  const where = host === hostname() ? '' : ` on ${host}`;
  return new RunFolderError(
    `The folder ${folder} belongs to process ${pid}${where}, which is still at work; wait for it, or end it`,
  );
}

function readHolder(path: string): Holder | undefined {
  try {
    // A link is no lock of ours: what it leads to is not even read.
    if (!lstatSync(path).isFile()) return undefined;
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Missing, or left by a crash of the machine before it was whole: nobody's.
    return undefined;
  }
}

function isAlive({ pid, host, since }: Holder): boolean {
  // Of another machine on the same disk nothing is known.
  if (host !== hostname()) return true;
  if (since !== '') return lifeOf(pid) === since;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

/** What tells a process from those that had its number before; nothing where it is dead, or the system does not tell. */
function lifeOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything. Behind it: the state, then the start time as the twentieth.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    if (!isCode(error, 'EPERM') && !isCode(error, 'ENOTSUP')) throw error;
  }
  // A file system without links, as on memory sticks.
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
