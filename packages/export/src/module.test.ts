import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { placePicture } from '@atelier/datasets';
import { afterAll, describe, expect, test } from 'vitest';
import { modelOf } from '../test/example-models.ts';
import { hostileNames } from '../test/hostile-names.ts';
import type { ExportOptions } from './export-format.ts';
import type { ExportedModel } from './exported-model.ts';
import { module } from './module.ts';
import type { Classifier } from './runtime/create-classifier.ts';

/** Where `scripts/check-exports.js` wants the module for Chromium. */
const wanted = process.env['ATELIER_EXPORTS_FOLDER'];

const folder = mkdtempSync(join(tmpdir(), 'atelier-module-'));
afterAll(() => rmSync(folder, { recursive: true }));

const layers = [
  ['Rescaling', { scale: 1 / 255 }],
  ['Conv2D', { filters: 6, kernel_size: 3, activation: 'relu' }],
  ['Flatten'],
  ['Dense', { units: hostileNames.length, activation: 'softmax' }],
] as const;
const model = modelOf('classes with hostile names', layers, hostileNames);
const pixels = Uint8Array.from({ length: 9 * 8 * 3 }, (_, index) => (index * 53) % 256);

let count = 0;
async function imported(exported: ExportedModel, options: ExportOptions = {}): Promise<Classifier> {
  const name = `module-${count++}.mjs`;
  for (const [file, content] of Object.entries(await module.write(exported, name, options))) {
    writeFileSync(join(folder, file), content);
  }
  return import(pathToFileURL(join(folder, name)).href);
}

describe('a module', () => {
  test('gives every class, the most probable first, whatever their names are', async () => {
    const { classNames, classify, run } = await imported(model);
    expect(classNames).toEqual(hostileNames);
    const outputs = run(pixels);
    const predictions = classify(pixels);
    expect(predictions).toHaveLength(hostileNames.length);
    for (const { className, probability } of predictions) {
      expect(probability).toBe(outputs[hostileNames.indexOf(className)]);
    }
    const probabilities = predictions.map(({ probability }) => probability);
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
  });

  test('gives both classes of a single sigmoid', async () => {
    const binary = modelOf('binary', [['Flatten'], ['Dense', { units: 1, activation: 'sigmoid' }]]);
    const { classify, run } = await imported(binary);
    const [probability = 0] = run(pixels);
    const found = new Map(classify(pixels).map((each) => [each.className, each.probability]));
    expect(found).toEqual(
      new Map([
        ['yes', probability],
        ['no', 1 - probability],
      ]),
    );
  });

  test('places a picture or a canvas as placePicture does, and takes raw pixels of its size as they are', async () => {
    const gray = modelOf(
      'colours',
      [['Flatten'], ['Dense', { units: 3, activation: 'softmax' }]],
      undefined,
      [6, 5, 3],
    );
    const { classify, inputShape } = await imported(gray);
    expect(inputShape).toEqual([6, 5, 3]);
    const picture = {
      data: Uint8ClampedArray.from({ length: 20 * 10 * 4 }, (_, at) => (at * 31) % 256),
      width: 20,
      height: 10,
    };
    const placed = placePicture(picture, [6, 5, 3], gray.placement).pixels;
    expect(classify(picture)).toEqual(classify(placed));
    const canvas = { width: 20, height: 10, getContext: () => ({ getImageData: () => picture }) };
    expect(classify(canvas)).toEqual(classify(placed));
  });

  test.each([
    ['pixels of another size', new Uint8Array(5), 'Raw pixels are 216 bytes, 9 x 8 x 3; found 5'],
    ['the name of a file', 'picture.png', 'classify takes an ImageData, a canvas, or a Uint8Array'],
    ['nothing', undefined, 'classify takes an ImageData, a canvas, or a Uint8Array'],
    [
      'a picture without alpha',
      { width: 1, height: 1, data: new Uint8Array(3) },
      'classify takes an ImageData, a canvas, or a Uint8Array',
    ],
    ['what is no picture', { width: 1, height: 1 }, 'classify takes an ImageData, a canvas, or a Uint8Array'],
  ])('refuses %s', async (_, input, message) => {
    const { classify } = await imported(model);
    // @ts-expect-error -- a caller without types can pass anything
    expect(() => classify(input)).toThrow(message);
  });

  test.each([
    ['no background', { background: null, colour: true }],
    ['colours on a background', { background: [250, 250, 240], colour: true }],
    ['gray on white', { background: [255], brighter: false, colour: false }],
  ])('places pictures as placePicture does: %s', async (_, difference) => {
    const softmax = [['Flatten'], ['Dense', { units: 3, activation: 'softmax' }]] as const;
    const shown = modelOf('placed', softmax, undefined, [6, 5, difference.colour ? 3 : 1]);
    const placement = { ...shown.placement, ...difference };
    const { classify, inputShape } = await imported({ ...shown, placement });
    for (const ground of [20, 200]) {
      const data = Uint8ClampedArray.from({ length: 900 * 4 }, (__, at) =>
        at > 1600 && at < 2400 && at % 120 > 40 && at % 120 < 80
          ? (at * 31) % 256
          : at % 4 === 3
            ? 255
            : ground,
      );
      const picture = { data, width: 30, height: 30 };
      expect(classify(picture)).toEqual(classify(placePicture(picture, inputShape, placement).pixels));
    }
  });

  test('of a model with other channels than pictures have takes raw pixels only', async () => {
    const two = modelOf('two', [['Flatten'], ['Dense', { units: 3 }]], undefined, [3, 3, 2]);
    const { classify } = await imported(two);
    expect(classify(new Uint8Array(18))).toHaveLength(3);
    const picture = { data: new Uint8ClampedArray(4), width: 1, height: 1 };
    expect(() => classify(picture)).toThrow('A model of 2 channels takes raw pixels only');
  });

  test('gives the same bits again, in a worker too', async () => {
    const here = (await imported(model)).run(pixels);
    const again = (await imported(model)).run(pixels);
    if (wanted !== undefined) cpSync(join(folder, 'module-0.mjs'), join(wanted, 'module.mjs'));
    expect(again).toEqual(here);
    const url = pathToFileURL(join(folder, 'module-0.mjs')).href;
    const code = `import(${JSON.stringify(url)}).then(({ run }) => require('node:worker_threads').parentPort.postMessage(run(new Uint8Array([${pixels.join()}]))))`;
    const worker = new Worker(code, { eval: true, execArgv: [] });
    const there = await new Promise((done, fail) => worker.once('message', done).once('error', fail));
    await worker.terminate();
    expect(there).toEqual(here);
  });

  test('has types', async () => {
    await imported(model);
    const use = `import { classify, classNames, inputShape, type Classified } from './module-0.mjs';
const all: Classified[] = classify(new ImageData(2, 2));
const best: string | undefined = all[0]?.className ?? classNames[inputShape[0]];
classify(new OffscreenCanvas(2, 2)); classify(document.createElement('canvas')); classify(new Uint8Array(4));
// @ts-expect-error
classify('picture.png');
export { best };
`;
    writeFileSync(join(folder, 'use.mts'), use);
    const tsc = resolve(import.meta.dirname, '../../../node_modules/.bin/tsc');
    const options = ['--strict', '--noEmit', '--ignoreConfig', '--module', 'nodenext', '--target', 'es2022'];
    const flags = [...options, '--types', '', '--lib', 'es2023,dom'];
    expect(execFileSync(tsc, [...flags, 'use.mts'], { cwd: folder, encoding: 'utf8' })).toBe('');
  });

  test.each([
    ['float16', 2 ** -11],
    ['int8', 1 / 254],
  ] as const)('with %s weights is smaller, and near', async (weights, step) => {
    const exact = (await imported(model)).run(pixels);
    const near = (await imported(model, { weights })).run(pixels);
    const differences = near.map((value, at) => Math.abs(value - exact[at]!));
    // Two layers of kernels, each off by at most `step` of its greatest value.
    expect(Math.max(...differences)).toBeLessThan(20 * step);
    expect(Math.max(...differences)).toBeGreaterThan(0);
    const size = async (options: ExportOptions): Promise<number> =>
      String((await module.write(model, 'a.js', options))['a.js']).length;
    expect(await size({ weights })).toBeLessThan(await size({}));
  });

  test('has a name that ends as modules do', async () => {
    await expect(module.write(model, 'shoes.txt', {})).rejects.toThrow(
      'ends in .js or .mjs; found shoes.txt',
    );
  });
});
