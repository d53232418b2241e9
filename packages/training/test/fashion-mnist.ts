import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Samples } from '../src/index.ts';

/** The four files' folder: where the user says, else where Keras and Debian keep them. */
const folder = [
  process.env['ATELIER_DATA'],
  join(homedir(), '.keras/datasets/fashion-mnist'),
  '/usr/share/datasets/fashion-mnist',
].find((path) => path !== undefined && bytesOf(path, 'train-labels-idx1-ubyte') !== undefined);

/** Whether tests that need the real data run. With ATELIER_REQUIRE_DATA=1 they do in any case, and fail without it. */
export const fashionMnistWanted: boolean =
  folder !== undefined || process.env['ATELIER_REQUIRE_DATA'] === '1';

/** Appended to the names of tests that are skipped. */
export const whySkipped: string = fashionMnistWanted
  ? ''
  : ' (skipped: Fashion-MNIST is not here; ATELIER_DATA names its folder)';

/** The first samples of the training set. */
export async function firstTrainingSamples(count: number): Promise<Samples> {
  const images = folder && bytesOf(folder, 'train-images-idx3-ubyte');
  const labels = folder && bytesOf(folder, 'train-labels-idx1-ubyte');
  if (!images || !labels) {
    throw new Error('Fashion-MNIST is not here: set ATELIER_DATA to the folder of its four files');
  }
  // Headers: magic and dimensions, 4 bytes each.
  return {
    images: images.subarray(16, 16 + 784 * count),
    labels: labels.subarray(8, 8 + count),
    count,
    height: 28,
    width: 28,
    channels: 1,
  };
}

function bytesOf(path: string, name: string): Uint8Array | undefined {
  const plain = join(path, name);
  if (existsSync(plain)) return readFileSync(plain);
  return existsSync(`${plain}.gz`) ? gunzipSync(readFileSync(`${plain}.gz`)) : undefined;
}
