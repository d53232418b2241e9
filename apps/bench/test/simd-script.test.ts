import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simdScript } from '../src/simd-script.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Names and headers as in an IDX file's place; the scripts read what follows them. */
function imageFolder(): string {
  const folder = temporaryFolder();
  const images = Uint8Array.from({ length: 16 + 60_000 * 784 }, (_, at) => (at % 2) * (at % 251));
  writeFileSync(join(folder, 'train-images-idx3-ubyte'), images);
  writeFileSync(
    join(folder, 'train-labels-idx1-ubyte'),
    Uint8Array.from({ length: 60_008 }, (_, at) => at % 10),
  );
  return folder;
}

test("the engine's profile and roofline name kernels, threads and shares", async () => {
  const folder = imageFolder();
  const profile = await simdScript('profile', folder, '--models', 'mlp-32', '--slices', '1');
  expect(profile).toMatch(/BYTES_FORWARD +\d+\.\d/);
  expect(profile).toMatch(/total +\d+\.\d/);
  const roofline = await simdScript('roofline', folder, '--models', 'mlp-32', '--rounds', '1');
  expect(roofline).toMatch(
    /mlp-32 +\d\.\d{3} +\d+\.\d{3} \(\d+ %\) +\d+\.\d{3} \(\d+ %\) +\d+\.\d\d +\d+\.\d\d +\d+\.\d ms \(\d+ %\)$/,
  );
});
