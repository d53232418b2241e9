import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { toyFiles, toyInfo } from '../test/toy.ts';
import { temporaryFolder } from '../test/world.ts';
import { readVerified } from './verify.ts';

const expected = toyInfo().files.testImages;

async function fileWith(bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, bytes);
  return path;
}

function errorOf(reading: Promise<unknown>): Promise<unknown> {
  return reading.then(
    () => new Error('Expected an error'),
    (error: unknown) => error,
  );
}

describe('readVerified', () => {
  test('gives the array and the hash of the uncompressed content, compressed or not', async () => {
    for (const bytes of [
      toyFiles.testImages,
      gunzipSync(toyFiles.testImages),
      gzipSync(gunzipSync(toyFiles.testImages), { level: 1 }),
    ]) {
      const path = await fileWith(bytes);
      const { location, array, sha256 } = await readVerified(path, expected);
      expect(location).toBe(path);
      expect(array.shape).toEqual([20, 32, 32]);
      expect(sha256).toBe(expected.sha256);
    }
  });

  test('lets any whole file through where nothing is expected, and tells its hash', async () => {
    const { sha256 } = await readVerified(await fileWith(toyFiles.testLabels), undefined);
    expect(sha256).toBe(toyInfo().files.testLabels.sha256);
  });

  test('refuses a whole file with another content, telling both hashes', async () => {
    const path = await fileWith(toyFiles.testLabels);
    expect(await errorOf(readVerified(path, expected))).toMatchObject({
      name: 'DatasetError',
      code: 'damaged-file',
      location: path,
      message: `${path} is damaged: its SHA-256 is ${toyInfo().files.testLabels.sha256}, expected ${expected.sha256}`,
    });
  });

  test('refuses every file with one bit changed', async () => {
    const plain = new Uint8Array(gunzipSync(toyFiles.testLabels));
    for (let bit = 0; bit < plain.length * 8; bit++) {
      const changed = plain.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const error = await errorOf(readVerified(await fileWith(changed), toyInfo().files.testLabels));
      expect(error).toMatchObject({ name: 'DatasetError', code: 'damaged-file' });
    }
  });

  test('refuses what is larger than it can be, before it reads it', async () => {
    const path = await fileWith(new Uint8Array(expected.bytes + 2 ** 21));
    expect(await errorOf(readVerified(path, expected))).toMatchObject({
      code: 'damaged-file',
      message: `${path} is damaged: it has ${expected.bytes + 2 ** 21} bytes, and at most ${expected.bytes} are accepted`,
    });
  });

  test('says of a file that is not there, and of one that can not be opened', async () => {
    const folder = await temporaryFolder();
    const missing = join(folder, 'missing');
    expect(await errorOf(readVerified(missing, expected))).toMatchObject({
      code: 'missing-file',
      location: missing,
      message: `${missing} is not there`,
    });
    const loop = join(folder, 'loop');
    await symlink(loop, loop);
    expect(await errorOf(readVerified(loop, expected))).toMatchObject({
      code: 'unreadable-file',
      location: loop,
      message: `${loop} can't be read (ELOOP)`,
    });
  });

  test('refuses a folder, and a pipe without a writer', async () => {
    const folder = await temporaryFolder();
    const pipe = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    const inner = join(folder, 'inner');
    await mkdir(inner);
    for (const path of [pipe, inner]) {
      expect(await errorOf(readVerified(path, expected))).toMatchObject({
        code: 'damaged-file',
        message: `${path} is damaged: it is not a regular file`,
      });
    }
  });

  test('stops with the reason of its signal', async () => {
    const reason = new Error('no longer wanted');
    const signal = AbortSignal.abort(reason);
    expect(await errorOf(readVerified(await fileWith(toyFiles.testImages), expected, { signal }))).toBe(
      reason,
    );
  });
});
