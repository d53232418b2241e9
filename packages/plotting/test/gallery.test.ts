import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { report, renderSvg, renderText } from '../src/index.ts';
import { renderPng } from '../src/png/render-png.ts';
import { examples } from './examples.ts';
import { madeReport } from './made-report.ts';

/**
 * Set to a folder (from this package) to get a page with every example to look at:
 * `GALLERY=gallery npx vitest run --project plotting gallery`.
 */
const folder = process.env['GALLERY'];

/** Too large to read in a diff; other tests check their numbers. */
const large = new Set([
  'loss-1000-epochs',
  'loss-twelve-runs',
  'confusion-fifty',
  'images',
  'weights',
  'weights-softmax',
]);

const shown: string[] = [];

describe.each(Object.entries(examples))('%s', (name, make) => {
  test('is drawn as before', async () => {
    const figure = make();
    const svg = await renderSvg(figure);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" .*<\/svg>$/);
    if (!large.has(name)) {
      await expect(onePerLine(svg)).toMatchFileSnapshot(`snapshots/${name}.svg`);
    }
    if (figure.kind === 'line') {
      await expect(`${renderText(figure)}\n`).toMatchFileSnapshot(`snapshots/${name}.txt`);
    }
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    for (const theme of ['light', 'dark'] as const) {
      writeFileSync(`${folder}/${name}-${theme}.svg`, await renderSvg(figure, { theme }));
      writeFileSync(`${folder}/${name}-${theme}.png`, await renderPng(figure, { theme, scale: 1.5 }));
      shown.push(`<img src="${name}-${theme}.svg" alt="${name}, ${theme}">`);
    }
  });
});

afterAll(async () => {
  if (folder === undefined) return;
  writeFileSync(
    `${folder}/index.html`,
    `<!doctype html><meta charset="utf-8"><title>Gallery</title>\n${shown.join('\n')}\n`,
  );
  writeFileSync(`${folder}/report.html`, await report(madeReport()));
});

/** An element a line, so that a change shows as a few lines. */
function onePerLine(svg: string): string {
  return `${svg.replace(/></g, '>\n<').replace(/base64,[^"]+/g, 'base64,…')}\n`;
}
