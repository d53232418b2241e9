// @ts-check
// `pnpm --filter web first-pictures`: writes the two pictures that the page shows until its data are here, from the page itself.
// To be run again when the grid of pictures, its order, or the usual seed changes: a browser test compares them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { buildStale } from '../../../scripts/build-stale.js';

buildStale('web');
const root = join(import.meta.dirname, '..');
const server = await preview({ root, logLevel: 'warn' });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
await page.goto(server.resolvedUrls?.local[0] ?? '');
// When there are classes, the pad has its picture, too.
await page.locator('.classes canvas').first().waitFor({ state: 'attached' });
await page.locator('.answer-line').getByText('%').waitFor();
for (const [selector, name] of /** @type {const} */ ([
  ['.drawing canvas', 'first-picture'],
  ['.classes canvas', 'first-pictures'],
])) {
  const png = await page.locator(selector).evaluateAll((found) => {
    const canvases = found.filter((each) => each instanceof HTMLCanvasElement);
    const side = canvases[0]?.width ?? 0;
    const all = new OffscreenCanvas(side * canvases.length, side);
    for (const [place, canvas] of canvases.entries())
      all.getContext('2d')?.drawImage(canvas, place * side, 0);
    return all.convertToBlob().then(async (blob) => [...new Uint8Array(await blob.arrayBuffer())]);
  });
  writeFileSync(join(root, 'src/styles', `${name}.png`), Uint8Array.from(png));
}
await browser.close();
await server.close();
