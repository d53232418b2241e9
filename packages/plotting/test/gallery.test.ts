import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderPng } from '../src/png/render-png.ts';
import { renderSvg } from '../src/index.ts';
import { examples } from './examples.ts';

/** Set to a folder to get every example as a picture: `GALLERY=gallery npx vitest run --project plotting gallery`. */
const folder = process.env['GALLERY'];

describe.each(Object.entries(examples))('%s', (name, figure) => {
  test('draws as before', async () => {
    const svg = await renderSvg(figure());
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/${name}.svg`, svg);
    for (const theme of ['light', 'dark'] as const) {
      writeFileSync(`${folder}/${name}-${theme}.png`, await renderPng(figure(), { theme, scale: 1.5 }));
    }
    expect(svg).toContain('<svg');
  });
});
