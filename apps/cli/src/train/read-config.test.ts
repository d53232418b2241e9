import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presetRecipe, presets } from '@atelier/presets';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from './read-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = presetRecipe(presets['mlp-32']);

function fileOf(text: string): string {
  const path = join(folder, 'kept.json');
  writeFileSync(path, text);
  return path;
}

test('the configuration is read from a run.json under any name, also through a link', () => {
  const path = fileOf(JSON.stringify({ config, status: 'completed' }));
  expect(readConfig(path)).toEqual(config);
  symlinkSync(path, join(folder, 'link.json'));
  expect(readConfig(join(folder, 'link.json'))).toEqual(config);
});

test.each([
  ['', /kept\.json is damaged: Unexpected end of JSON input$/],
  ['{}', /kept\.json is damaged: config: Invalid input: expected object, received undefined$/],
  [JSON.stringify({ config: { ...config, epochs: 0 } }), /kept\.json is damaged: config: epochs: /],
])('%j is refused in one line', (text, message) => {
  expect(() => readConfig(fileOf(text))).toThrow(message);
});

test('a missing file, and a folder that is no run, are refused', () => {
  expect(() => readConfig(join(folder, 'absent'))).toThrow('--config takes a run.json or a run folder');
  expect(() => readConfig(folder)).toThrow('is not a run folder: it has no run.json');
});
