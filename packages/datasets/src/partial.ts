import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { systemCode } from './error.ts';

/**
 * Unfinished files carry their owner in their name, `<file>.<host>-<process id>-<random>.partial`, so that no
 * two processes write to one file, and a dead process's file can be told from a live one's. Taking over is a
 * rename, which only one process can win. Process id 0 means that the owner gave it up.
 */
const suffix = '.partial';

/**
 * A live owner writes all the time: a file not written to for this long is abandoned, whatever its process
 * id says.
 */
const abandonedAfterMs = 3_600_000;

const host =
  hostname()
    .replaceAll(/[^a-zA-Z0-9]/g, '')
    .slice(0, 32) || 'host';

export function partialName(file: string, processId: number = process.pid): string {
  return `${file}.${host}-${processId}-${randomUUID().slice(0, 8)}${suffix}`;
}

/** The unfinished files and folders in `folder` that have no live owner. */
export async function abandonedPartials(
  folder: string,
): Promise<{ file: string; path: string; bytes: number }[]> {
  const abandoned: { file: string; path: string; bytes: number }[] = [];
  for (const name of await readdir(folder)) {
    const [, file, owner, processId] = /^(.+)\.([a-zA-Z0-9]+)-(\d+)-[0-9a-f]{8}\.partial$/.exec(name) ?? [];
    if (file === undefined || owner === undefined) continue;
    const path = join(folder, name);
    try {
      const { mtimeMs, size } = await stat(path);
      const untouched = Date.now() - mtimeMs > abandonedAfterMs;
      if (untouched || (owner === host && !isAlive(Number(processId))))
        abandoned.push({ file, path, bytes: size });
    } catch (error) {
      // Its owner finished it, or another process took it over.
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
  return abandoned;
}

function isAlive(processId: number): boolean {
  if (processId === 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

/** An unfinished file that this process owns. */
export class PartialFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #bytes: number;

  private constructor(path: string, handle: FileHandle, bytes: number) {
    this.path = path;
    this.#handle = handle;
    this.#bytes = bytes;
  }

  /**
   * Takes over the longest abandoned part of `file`, or begins a new one. The other abandoned ones are
   * removed.
   */
  static async claim(folder: string, file: string): Promise<PartialFile> {
    const path = join(folder, partialName(file));
    const abandoned = (await abandonedPartials(folder)).filter((partial) => partial.file === file);
    abandoned.sort((a, b) => b.bytes - a.bytes);
    let claimed = false;
    for (const { path: found } of abandoned) {
      if (claimed) await rm(found, { force: true });
      else claimed = await renamed(found, path);
    }
    const handle = await open(path, claimed ? 'r+' : 'wx+');
    // A part that was abandoned long ago must not look abandoned any more.
    await handle.utimes(new Date(), new Date());
    return new PartialFile(path, handle, (await handle.stat()).size);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(piece: Uint8Array): Promise<void> {
    for (let from = 0; from < piece.length;) {
      const { bytesWritten } = await this.#handle.write(piece, from, piece.length - from, this.#bytes);
      from += bytesWritten;
      this.#bytes += bytesWritten;
    }
  }

  async clear(): Promise<void> {
    await this.#handle.truncate(0);
    this.#bytes = 0;
  }

  /** Gives the finished file its name. */
  async publish(path: string): Promise<void> {
    await this.#handle.close();
    await publishFile(this.path, path);
  }

  /** Leaves the part for the next attempt. */
  async release(file: string): Promise<void> {
    await this.#handle.close();
    if (this.#bytes === 0) await rm(this.path, { force: true });
    else await renamed(this.path, join(dirname(this.path), partialName(file, 0)));
  }
}

/** Gives a whole file its name. After this, not even a power cut leaves a name without its content. */
export async function publishFile(from: string, to: string): Promise<void> {
  const handle = await open(from, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(from, to);
  await syncFolder(dirname(to));
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Makes the names in a folder durable. Windows neither offers nor needs this. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
