import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHashes, loadDataset } from '@atelier/datasets';
import { prepare } from '@atelier/presets';
import { exampleRecord } from '@atelier/runs/record';
import { fit, serializeModel, useWasmBackend } from '@atelier/training';
import { afterAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/settings/query.ts';
import { chromium, server } from './served-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-run-files-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a run of the command line', () => {
  test('opens with its curves, and goes on predicting', async () => {
    const { page } = chromium;
    const data = await loadDataset('fashion-mnist', { folder: process.env['ATELIER_DATA'] || undefined });
    await useWasmBackend();
    const settings = parseQuery('preset=softmax&epochs=2&images=3000').recipe.settings;
    const { model, train, options } = prepare(settings, data);
    const { history } = await fit(model, train, options);
    const files = await serializeModel(model);
    const { name, classNames } = data;
    const dataset = { ...exampleRecord.dataset, name, classNames, hashes: await contentHashes(data) };
    writeFileSync(
      join(folder, 'run.json'),
      JSON.stringify({ ...exampleRecord, config: settings, history, dataset }),
    );
    mkdirSync(join(folder, 'model'));
    writeFileSync(join(folder, 'model/model.json'), files.modelJson);
    writeFileSync(join(folder, 'model/weights.bin'), files.weights);

    await chromium.open(server.url);
    const input = page.getByLabel('Open a run folder…');
    await input.setInputFiles(folder);
    await page.getByText('Opened softmax.').waitFor();
    // The run of the test before may have come back first: what counts came after this model was opened.
    await page.waitForFunction(() => {
      const kinds = window.atelierReports.map(({ type }) => type);
      return kinds.lastIndexOf('evaluation') > kinds.lastIndexOf('model-opened');
    });
    await page.waitForSelector('.templates canvas');
    expect(await page.locator('.notices p').textContent()).toBe('Opened softmax. ');
    const evaluation = (await chromium.reports('evaluation')).at(-1);
    expect(evaluation?.accuracy).toBeCloseTo(history[1]!.valAccuracy!, 12);
    expect(await page.textContent('.stats .strong dd')).toBe(
      `${(history[1]!.valAccuracy! * 100).toFixed(1)}%`,
    );
    expect(await page.getByRole('button', { name: 'Export as ONNX' }).isEnabled()).toBe(true);
    expect(await page.getByText('Only the latest is kept').isVisible()).toBe(true);
    await chromium.screenshot('desktop-light-opened');
  });

  test('that is none is refused with what is wrong', async () => {
    const { page } = chromium;
    const input = page.getByLabel('Open files…');
    const file = (name: string, content: string): { name: string; mimeType: string; buffer: Buffer } => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(content),
    });
    await input.setInputFiles([file('model.json', '{}')]);
    await page.getByText('A run is model.json together with weights.bin').waitFor();
    await input.setInputFiles([file('model.json', '<b>no</b>'), file('weights.bin', 'abc')]);
    await page.getByText('This is not a model that the page can use: model.json is not JSON').waitFor();
    const model = readFileSync(join(folder, 'model/model.json'), 'utf8');
    await input.setInputFiles([file('model.json', model), file('weights.bin', 'abc')]);
    await page.getByText('has 3').waitFor();
    await input.setInputFiles([
      file('model.json', model),
      file('weights.bin', 'abc'),
      file('run.json', '[]'),
    ]);
    await page.getByText('run.json is not a run record').waitFor();
    expect(await page.locator('.notices .problem-text').count()).toBe(1);
    await chromium.screenshot('desktop-light-refused-model', false);
  });
});
