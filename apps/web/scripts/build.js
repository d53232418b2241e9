// @ts-check
// `pnpm --filter web build`: a static folder, `dist`, with the data set beside the page.
// Turbo runs this same script for the page alone: it caches what it makes, and 30 MB of data have no place in a cache.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { buildStale } from '../../../scripts/build-stale.js';

if (process.env['TURBO_HASH']) {
  await build({ logLevel: 'warn' });
} else {
  buildStale('web');
  await addData(join(import.meta.dirname, '../dist/data'));
}

/** @param {string} folder */
async function addData(folder) {
  // Built just now, if it was stale.
  const { fileKeys, fileNames, findDataset } = await import('@atelier/datasets');
  const found = await findDataset('fashion-mnist', {
    folder: process.env['ATELIER_DATA'] || undefined,
    onNotice: (message) => console.log(message),
  });
  await mkdir(folder, { recursive: true });
  for (const key of fileKeys) {
    const source = found.source.files[key].location;
    const target = join(folder, `${fileNames[key]}.gz`);
    if (source.endsWith('.gz')) await copyFile(source, target);
    else await writeFile(target, gzipSync(await readFile(source)));
  }
  console.log(`dist is ready: any static server will do. Its data came from ${found.source.kind}.`);
}
