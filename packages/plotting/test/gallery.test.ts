import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { type Figure, type LineFigure, renderSvg, renderText, report } from '../src/index.ts';
import { renderPng } from '../src/png/render-png.ts';
import { examples } from './examples.ts';
import { madeReport } from './made-report.ts';

/** Too large to read in a diff; other tests check their numbers. */
const large = [
  'loss-1000-epochs',
  'loss-twelve-runs',
  'confusion-fifty',
  'images',
  'weights',
  'weights-softmax',
];

const figures = Object.entries(examples).map(([name, make]): [string, Figure] => [name, make()]);
const small = figures.filter(([name]) => !large.includes(name));
const curves = figures.filter((entry): entry is [string, LineFigure] => entry[1].kind === 'line');

describe('the examples are drawn as before', () => {
  test.each(small)('%s as SVG', async (name, figure) => {
    await expect(onePerLine(await renderSvg(figure))).toMatchFileSnapshot(`snapshots/${name}.svg`);
  });

  test.each(curves)('%s as text', async (name, figure) => {
    const [usual, plain] = [
      renderText(figure),
      renderText(figure, { charset: 'ascii', width: 60, height: 14 }),
    ];
    await expect(`${usual}\n\n${plain}\n`).toMatchFileSnapshot(`snapshots/${name}.txt`);
  });

  test.each(figures)('%s the same in every theme but for its colours', async (_, figure) => {
    const [light, dark, auto] = await Promise.all(
      (['light', 'dark', 'auto'] as const).map((theme) => renderSvg(figure, { theme })),
    );
    const colours = /#[0-9a-f]{6}|var\([^)]*\)/g;
    expect(dark?.replace(colours, '')).toBe(light?.replace(colours, ''));
    expect(auto).not.toMatch(/="#/);
    expect(auto).toContain('var(--figure-ink, #1c2024)');
  });
});

/** An element a line, so that a change shows as a few lines. */
function onePerLine(svg: string): string {
  return `${svg.replace(/></g, '>\n<').replace(/base64,[^"]+/g, 'base64,…')}\n`;
}

/**
 * Set to a folder (as seen from the root) to get a page with every example to look at:
 * `GALLERY=packages/plotting/gallery npx vitest run --project plotting gallery`.
 */
const folder = process.env['GALLERY'];

afterAll(async () => {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const items: string[] = [];
  for (const [name, figure] of figures) {
    for (const theme of ['light', 'dark'] as const) {
      writeFileSync(`${folder}/${name}-${theme}.svg`, await renderSvg(figure, { theme }));
      writeFileSync(`${folder}/${name}-${theme}.png`, await renderPng(figure, { theme, scale: 1.5 }));
      items.push(`<img src="${name}-${theme}.svg" alt="${name}, ${theme}">`);
    }
  }
  writeFileSync(`${folder}/report.html`, await report(madeReport()));
  const title = '<!doctype html><meta charset="utf-8"><title>Gallery</title>';
  writeFileSync(`${folder}/index.html`, `${title}\n<a href="report.html">report</a>\n${items.join('\n')}\n`);
});
