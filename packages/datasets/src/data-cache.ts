import { createHash, type Hash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { oneLine } from '@atelier/checks';
import type { DataCache } from './formats/format.ts';

const hashBytes = 32;

const pieceBytes = 2 ** 22;

/** 4 GiB: a million small pictures. */
const defaultMostBytes = 2 ** 32;

/**
 * Keeps what was made of data in a folder, a file for each key, which begins with the SHA-256 of the rest: a damaged file counts
 * as missing. A cache that can't be written to is none, and says so once.
 *
 * @param mostBytes of all its files: beyond that, those that were not used for the longest time are removed
 */
export function dataCache(
  folder: string,
  onNotice?: (message: string) => void,
  mostBytes: number = defaultMostBytes,
): DataCache {
  let said = false;
  return {
    async get(key, sha256) {
      const path = join(folder, key);
      const hash = createHash('sha256');
      const bytes = await readHashed(path, hash).catch(() => undefined);
      if (bytes === undefined) return undefined;
      const found = hash.digest();
      if (!found.equals(bytes.subarray(0, hashBytes))) return undefined;
      if (sha256 !== undefined && found.toString('hex') !== sha256) return undefined;
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
      return bytes.subarray(hashBytes);
    },
    async set(key, parts) {
      const hash = createHash('sha256');
      for (const part of parts) hash.update(part);
      const temporary = join(folder, `${key}.${randomUUID()}.partial`);
      try {
        await mkdir(folder, { recursive: true });
        const file = await open(temporary, 'wx');
        try {
          for (const part of [hash.digest(), ...parts]) await file.writeFile(part);
        } finally {
          await file.close();
        }
        await rename(temporary, join(folder, key));
      } catch (cause) {
        await rm(temporary, { force: true }).catch(() => undefined);
        if (!said) onNotice?.(`What was decoded cannot be kept for the next time: ${oneLine(cause)}`);
        said = true;
        return;
      }
      // Another process may remove the same files.
      await trim(folder, key, mostBytes).catch(() => undefined);
    },
  };
}

/**
 * A file's bytes, with all but its first 32 hashed. The system takes longer to give fresh memory than to copy a file into it: pieces are
 * read on several threads at once, and hashed as they come.
 */
async function readHashed(path: string, hash: Hash): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array((await file.stat()).size);
    const starts = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, at) => at * pieceBytes);
    const reading = starts.map((start) => fill(file, bytes.subarray(start, start + pieceBytes), start));
    const ended = Promise.allSettled(reading);
    try {
      for (const [at, start] of starts.entries()) {
        await reading[at];
        hash.update(bytes.subarray(Math.max(start, hashBytes), start + pieceBytes));
      }
    } finally {
      await ended;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** @throws RangeError where the file ends before the piece is full */
async function fill(file: FileHandle, piece: Uint8Array, position: number): Promise<void> {
  for (let filled = 0; filled < piece.length;) {
    const { bytesRead } = await file.read(piece, filled, piece.length - filled, position + filled);
    if (bytesRead === 0) throw new RangeError('The file became shorter while it was read');
    filled += bytesRead;
  }
}

/** Removes the files that were not used for the longest time, but never the newest. */
async function trim(folder: string, newest: string, mostBytes: number): Promise<void> {
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, size, mtimeMs };
    }),
  );
  let bytes = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (bytes <= mostBytes) return;
    if (name === newest) continue;
    await rm(join(folder, name), { force: true });
    bytes -= size;
  }
}
