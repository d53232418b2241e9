import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@atelier/presets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Example, exampleModels } from '../test/example-models.ts';
import { bundledScript } from './bundled-script.ts';
import { checkExport, exportFormats } from './index.ts';
import { moduleText } from './module-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

let examples: readonly Example[];
beforeAll(async () => {
  examples = await exampleModels();
});

test.each(exportFormats)(
  '$name: every layer and preset, read back, gives what the engine computes',
  async (format) => {
    const far: string[] = [];
    for (const { model, samples, outputs } of examples) {
      const files = await format.write(model, `model${format.ending}`, {});
      for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
      const run = await format.open(join(folder, `model${format.ending}`), model);
      const difference = await checkExport(run, { ...samples, outputs });
      if (!(difference < 1e-5)) far.push(`${model.title}: ${difference}`);
    }
    expect(far).toEqual([]);
  },
);

test('a module has less than 8,000 bytes of code, whatever the preset, with the longest decoder of weights', () => {
  const shown = examples.filter(({ model }) => model.title in presets);
  expect(shown).toHaveLength(Object.keys(presets).length);
  for (const { model } of shown) {
    const [comment = '', ...text] = moduleText(model, bundledScript('classifier.js'), 'float16').split('\n');
    const code = text.join('\n').replace(/\(\{"layers".*"weights":"[^"]*"\},/, '(');
    expect(comment).toMatch(/^\/\//);
    expect(code).not.toContain(model.classNames[0]);
    expect(Buffer.byteLength(code)).toBeLessThan(8000);
  }
});
