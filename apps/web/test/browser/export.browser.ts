import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ExportedModel, exportFormats } from '@atelier/export';
import { modelMetadata } from '@atelier/runs/record';
import { openModel } from '@atelier/training';
import { chromium, server } from './served-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-export-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a model is exported as ONNX, as a module and as a page: the same files as the command line writes', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax&epochs=1&images=5000`);
  const onnx = page.getByRole('button', { name: 'Export as ONNX' });
  expect(await onnx.isDisabled()).toBe(true);
  await chromium.trainToEnd();
  const { pixels, probabilities } = (await chromium.reports('predictions')).at(-1)!.predictions[0]!;
  const { files } = (await chromium.reports('saved-model')).at(-1)!;
  const opened = openModel({ ...files, weights: Uint8Array.from(files.weights) });
  const { classNames, placement } = modelMetadata(opened.metadata);
  if (!classNames || !placement) throw new Error('the model file says neither its classes nor the placement');
  const [epoch] = await chromium.reports('epoch');
  const model: ExportedModel = {
    title: 'softmax images=5000',
    network: opened.network,
    weights: opened.weights(),
    classNames,
    placement,
    training: { dataset: 'fashion-mnist', images: 5000, testAccuracy: epoch?.record.valAccuracy },
  };
  for (const [name, button, file] of [
    ['onnx', 'Export as ONNX', 'model.onnx'],
    ['module', 'Export as a JavaScript module', 'model.js'],
    ['page', 'Export as a page', 'model.html'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(file);
    // Node takes a module for one by this ending.
    const path = join(folder, file.replace('.js', '.mjs'));
    await download.saveAs(path);
    const format = exportFormats.find((each) => each.name === name)!;
    const [expected] = Object.values(await format.write(model, file, {}));
    expect(readFileSync(path).equals(Buffer.from(expected!))).toBe(true);
    const outputs = await (await format.open(path, model))(Uint8Array.from(pixels));
    for (const [label, value] of outputs.entries())
      expect(Math.abs(value - probabilities[label]!)).toBeLessThan(1e-5);
  }
});
