import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { oneLine } from '@atelier/checks';
import type { DataCache } from './formats/format.ts';

const hashBytes = 32;

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
    async get(key) {
      const bytes = await readFile(join(folder, key)).catch(() => undefined);
      if (bytes === undefined || bytes.length < hashBytes) return undefined;
      const content = bytes.subarray(hashBytes);
      const whole = createHash('sha256').update(content).digest().equals(bytes.subarray(0, hashBytes));
      if (!whole) return undefined;
      const now = new Date();
      await utimes(join(folder, key), now, now).catch(() => undefined);
      return content;
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
          await file.sync();
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
