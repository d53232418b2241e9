import { createHash } from 'node:crypto';
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeIdx } from '@atelier/idx';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/world.ts';
import type { DataCache } from './formats/format.ts';
import { readKnown } from './read-known.ts';

const data = Uint8Array.from({ length: 1200 * 1024 }, (_, at) => at % 251);
const content = encodeIdx({ dtype: 'u8', shape: [1200, 32, 32], data });
const compressed = gzipSync(content, { level: 1 });
const expected = {
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: content.length,
  compressedBytes: compressed.length,
};

/** Copies in memory; it counts what is kept, and what is found. */
function memory(): DataCache & { readonly counts: { kept: number; found: number } } {
  const copies = new Map<string, Buffer<ArrayBuffer>>();
  const counts = { kept: 0, found: 0 };
  return {
    counts,
    async get(key) {
      const copy = copies.get(key);
      if (copy) counts.found++;
      return copy && new Uint8Array(copy);
    },
    async set(key, parts) {
      counts.kept++;
      copies.set(key, Buffer.concat(parts));
    },
  };
}

test('a large compressed file is inflated once, until it changes', async () => {
  const path = join(await temporaryFolder(), 'images.gz');
  await writeFile(path, compressed);
  const copies = memory();
  for (const found of [0, 1, 2]) {
    const file = await readKnown(path, expected, {}, copies);
    expect(file).toMatchObject({ location: path, sha256: expected.sha256 });
    expect(file.array).toMatchObject({ dtype: 'u8', shape: [1200, 32, 32] });
    const { buffer, byteOffset, byteLength } = file.array.data;
    expect(Buffer.compare(new Uint8Array(buffer, byteOffset, byteLength), data)).toBe(0);
    expect(copies.counts).toEqual({ kept: 1, found });
  }
  // The copy would do, but what lies there is damaged now, and that is said.
  const damaged = Uint8Array.from(compressed);
  damaged[damaged.length >> 1]! ^= 255;
  await writeFile(path, damaged);
  await utimes(path, 0, 0);
  await expect(readKnown(path, expected, {}, copies)).rejects.toMatchObject({ code: 'damaged-file' });
});

test('a plain file, a small one, and one without a place for copies are read each time', async () => {
  const folder = await temporaryFolder();
  const [plain, zipped, small] = [
    join(folder, 'images'),
    join(folder, 'images.gz'),
    join(folder, 'labels.gz'),
  ];
  const few = encodeIdx({ dtype: 'u8', shape: [4], data: Uint8Array.of(0, 1, 0, 1) });
  await writeFile(plain, content);
  await writeFile(zipped, compressed);
  await writeFile(small, gzipSync(few));
  const copies = memory();
  const known = { ...expected, sha256: createHash('sha256').update(few).digest('hex'), bytes: few.length };
  await readKnown(plain, expected, {}, copies);
  await readKnown(small, known, {}, copies);
  await readKnown(zipped, expected, {}, undefined);
  expect(copies.counts).toEqual({ kept: 0, found: 0 });
});
