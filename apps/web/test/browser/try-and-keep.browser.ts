import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHashes, loadDataset, placePicture } from '@atelier/datasets';
import { fit, openModel, serializeModel, useWasmBackend } from '@atelier/training';
import { simdEngine } from '@atelier/simd';
import { io, tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { prepare } from '@atelier/presets';
import type { Download } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { exampleRecord, modelMetadata } from '@atelier/runs/record';
import { parseQuery } from '../../src/settings/query.ts';
import type { Chromium } from './browser.ts';
import { serve } from './serve.ts';
import { chromium, server } from './served-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-web-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** How long an answer may take that comes after others. */
const patience = { timeout: 60_000 };

/** The file that the download button saves. */
async function downloadModel({ page }: Chromium): Promise<{ modelJson: string; weights: Uint8Array }> {
  const file = async (name: string): Promise<Buffer> => {
    const predicate = (download: Download): boolean => download.suggestedFilename() === name;
    return readFileSync(await (await page.waitForEvent('download', { predicate })).path());
  };
  const files = Promise.all([file('model.json'), file('weights.bin')]);
  await page.getByRole('button', { name: 'Download the model' }).click();
  const [model, weights] = await files;
  return { modelJson: model.toString(), weights: Uint8Array.from(weights) };
}

async function lastProbabilities(): Promise<readonly number[]> {
  const answers = await chromium.reports('predicted');
  return [...(answers.at(-1)?.answer?.probabilities ?? [])];
}

describe('a picture of one’s own', () => {
  test('gets probabilities that sum to 1, drawn with a pointer or with keys', async () => {
    const { page } = chromium;
    await chromium.open(`${server.url}?preset=mlp-32&epochs=1&images=10000`);
    await chromium.trainToEnd();
    const drawing = page.getByRole('application');
    await drawing.scrollIntoViewIfNeeded();
    const box = await drawing.boundingBox();
    if (!box) throw new Error('the drawing area has no place');
    const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
    const before = (await chromium.reports('predicted')).length;
    // A pair of trousers.
    for (const [fromX, fromY, toX, toY] of [
      [0.4, 0.1, 0.36, 0.9],
      [0.6, 0.1, 0.64, 0.9],
      [0.38, 0.12, 0.62, 0.12],
    ] as const) {
      await page.mouse.move(...at(fromX, fromY));
      await page.mouse.down();
      await page.mouse.move(...at(toX, toY), { steps: 8 });
      await page.mouse.up();
    }
    await chromium.waitForReports('predicted', before + 1);
    const probabilities = await lastProbabilities();
    expect(probabilities).toHaveLength(10);
    expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(await page.textContent('.answer-line')).toMatch(/[A-Z].*, \d+\.\d%/);
    await chromium.screenshot('desktop-light-drawing', false);

    await page.getByRole('button', { name: 'Clear' }).click();
    await drawing.focus();
    for (let step = 0; step < 6; step++) await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(lastProbabilities, patience).not.toEqual(probabilities);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('radio');
  });

  test('can be a file, placed as the model’s file says; what is not an image is refused', async () => {
    const { page } = chromium;
    const chooser = page.locator('.pad input[type=file]');
    const png = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(120, 200);
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 120, 200);
      context.fillStyle = '#123';
      context.fillRect(40, 20, 15, 160);
      context.fillRect(65, 20, 15, 160);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    });
    await chooser.setInputFiles({ name: 'trousers.png', mimeType: 'image/png', buffer: Buffer.from(png) });
    const note = page.locator('.pad .hint');
    await note.getByText('From 120 × 200 pixels. Cut out and placed').waitFor();
    await note.getByText('Inverted').waitFor();
    expect((await lastProbabilities()).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    await chromium.screenshot('desktop-light-dropped-picture', false);
    const name = '<img src=x onerror=alert(1)>.png';
    await chooser.setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await page.getByText(`“${name}” is not a picture`).waitFor();
    // The same as the command line's `predict` does with the downloaded model.
    const { metadata } = openModel(await downloadModel(chromium));
    const { classNames, placement } = modelMetadata(metadata);
    expect(classNames?.[1]).toBe('Trouser');
    const trousers = { data: new Uint8Array(4 * 120 * 200).fill(255), width: 120, height: 200 };
    for (const left of [40, 65]) {
      for (let row = 20; row < 180; row++) {
        for (let column = left; column < left + 15; column++)
          trousers.data.set([0x11, 0x22, 0x33], 4 * (row * 120 + column));
      }
    }
    const expected = placePicture(trousers, [28, 28, 1], placement!);
    const [placed] = await chromium.reports('placed');
    expect(expected.moved).toBe(true);
    expect([...(placed?.placed?.pixels ?? [])]).toEqual([...expected.pixels]);
    expect(placed?.placed?.strangeness).toBeCloseTo(expected.strangeness!, 6);
  });

  test('is cut out wherever it is drawn; blank and unlike the training pictures are said to be so', async () => {
    const { page } = chromium;
    await page.getByRole('button', { name: 'Clear' }).click();
    const note = page.locator('.pad .hint');
    const drawing = page.getByRole('application');
    const box = await drawing.boundingBox();
    if (!box) throw new Error('the drawing area has no place');
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.6 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.85 * box.height, { steps: 4 });
    await page.mouse.up();
    await note.getByText('Cut out and placed').waitFor();
    const placed = async (): Promise<object> => {
      const answer = (await chromium.reports('predicted')).at(-1)?.answer;
      const pixels = [...(answer?.placed?.pixels ?? [])];
      return {
        top: pixels.slice(0, 56).some((value) => value > 100),
        bottom: pixels.slice(-56).some((value) => value > 100),
        left: pixels.reduce((sum, value, at) => sum + (at % 28 < 9 ? value : 0), 0),
      };
    };
    // It stands in the middle, from the top to the bottom.
    await expect.poll(placed, patience).toEqual({ top: true, bottom: true, left: 0 });
    await chromium.screenshot('desktop-light-placed', false);
    await chromium.expectAccessible();
    const chooser = page.locator('.pad input[type=file]');
    const file = async (grain: number): Promise<void> => {
      const png = await page.evaluate(async (most) => {
        const canvas = new OffscreenCanvas(60, 60);
        const context = canvas.getContext('2d')!;
        const image = context.createImageData(60, 60);
        image.data.fill(255);
        for (let at = 0; at < image.data.length; at += 4)
          image.data.fill(255 - ((at * 7919) % 251) * most, at, at + 3);
        context.putImageData(image, 0, 0);
        return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
      }, grain);
      await chooser.setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) });
    };
    await file(0);
    await note.getByText('Blank: there is nothing to see.').waitFor();
    await file(1);
    await note.getByText('Unlike the training pictures (distance').waitFor();
  });
});

describe('the saved model', () => {
  test('gives the same probabilities in stock TensorFlow.js in Node', async () => {
    await chromium.open(`${server.url}?preset=mlp-deep&epochs=1&images=5000`);
    await chromium.trainToEnd();
    const { modelJson, weights } = await downloadModel(chromium);
    const { predictions } = (await chromium.reports('predictions')).at(-1)!;
    await useWasmBackend();
    const { modelTopology, weightsManifest } = JSON.parse(modelJson);
    const model = await loadLayersModel(
      io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: Uint8Array.from(weights).buffer,
      }),
    );
    for (const { pixels, probabilities } of predictions) {
      const output = model.predict(tensor([...pixels], [1, 28, 28, 1]));
      const inNode = [...(Array.isArray(output) ? output[0]! : output).dataSync()];
      for (const [label, probability] of probabilities.entries()) {
        expect(Math.abs(probability - inNode[label]!)).toBeLessThan(1e-6);
      }
    }
  });

  test('after one epoch has the same bits as Node’s, isolated and not; and Chromium is about as fast', async () => {
    const query = 'preset=mlp-32&epochs=1&images=20000&seed=11&dropout=0.1&shift=1';
    const data = await loadDataset('fashion-mnist', { folder: process.env['ATELIER_DATA'] || undefined });
    await useWasmBackend();
    const inNode = async (): Promise<{ weights: Uint8Array; seconds: number }> => {
      const { model, train, options } = prepare(parseQuery(query).recipe.settings, data);
      const { history } = await fit(model, train, { ...options, engine: simdEngine({ threads: 2 }) });
      return { weights: (await serializeModel(model)).weights, seconds: history[0]!.seconds };
    };
    const node = await inNode();

    const inChromium = async (isolated: boolean): Promise<{ weights: Uint8Array; seconds: number }> => {
      const own = await serve({ isolated });
      try {
        await chromium.open(`${own.url}?${query}`);
        expect(await chromium.page.evaluate(() => crossOriginIsolated)).toBe(isolated);
        if (isolated) await chromium.waitForThreads();
        await chromium.trainToEnd();
        const shared = (await chromium.reports('threads')).some(({ threads }) => threads > 1);
        expect(shared).toBe(isolated);
        const [epoch] = await chromium.reports('epoch');
        return { weights: (await downloadModel(chromium)).weights, seconds: epoch!.record.seconds };
      } finally {
        await chromium.leave();
        await own.close();
      }
    };
    const threaded = await inChromium(true);
    const single = await inChromium(false);
    expect(threaded.weights).toEqual(node.weights);
    expect(single.weights).toEqual(node.weights);
    const again = await inNode();
    const best = Math.min(node.seconds, again.seconds);
    console.log(
      `an epoch of ${query}: Node ${best.toFixed(2)} s, Chromium isolated ${threaded.seconds.toFixed(2)} s, not isolated ${single.seconds.toFixed(2)} s`,
    );
  });
});

describe('a link', () => {
  test('repeats a run with identical numbers, with the rates that changed on the way', async () => {
    const { page } = chromium;
    await chromium.open(`${server.url}?preset=mlp-32&hidden=16&activation=tanh&epochs=4&seed=5&images=5000`);
    await page.getByRole('button', { name: 'One epoch' }).click();
    await chromium.waitForReports('paused');
    await page.getByLabel('Learning rate').fill('0.003');
    await page.keyboard.press('Enter');
    await chromium.waitForReports('rate-set');
    await page.getByRole('button', { name: 'Resume' }).click();
    await chromium.waitForReports('run-ended');
    const numbers = async (): Promise<unknown> =>
      (await chromium.reports('epoch')).map(({ record: { seconds: _, ...rest } }) => rest);
    const first = await numbers();
    await page.getByRole('button', { name: 'Copy the link to this run' }).click();
    await page.getByText('The link has been copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain('rates=2:0.003');
    await chromium.open(link);
    await chromium.trainToEnd();
    expect(await numbers()).toEqual(first);
    expect(page.url()).toBe(link);
  });

  test('that is hostile is taken for text, and said', async () => {
    const { page } = chromium;
    const hostile =
      '?preset=<img src=x onerror=alert(1)>&epochs=1e99&hidden=1e9&__proto__=1&lang=javascript:alert(1)';
    await chromium.open(`${server.url}${hostile}`);
    await page.getByText('were not understood and left out').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.getByLabel('Epochs', { exact: true }).inputValue()).toBe('30');
    await chromium.screenshot('desktop-light-refused-link', false);
    await chromium.expectAccessible();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.getByText('were not understood').count()).toBe(0);
  });
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
