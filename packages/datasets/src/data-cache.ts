import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataCache } from './formats/format.ts';

const hashBytes = 32;

/**
 * Keeps what was made of data in a folder, a file for each key, which begins with the SHA-256 of the rest: a damaged file counts
 * as missing. A cache that can't be written to is none.
 */
export function dataCache(folder: string): DataCache {
  return {
    async get(key) {
      const bytes = await readFile(join(folder, key)).catch(() => undefined);
      if (bytes === undefined || bytes.length < hashBytes) return undefined;
      const content = bytes.subarray(hashBytes);
      const whole = createHash('sha256').update(content).digest().equals(bytes.subarray(0, hashBytes));
      return whole ? content : undefined;
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
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}
