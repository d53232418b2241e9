import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { predict, type Samples, tfjsEngine, useWasmBackend } from '@atelier/training';
import { tensor4d } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { isPlainModel, openPlainModel } from './open-model.ts';

const root = mkdtempSync(join(tmpdir(), 'atelier-model-'));
let count = 0;

beforeAll(() => useWasmBackend());

function picturesModel(rescaling: object[] = []): LayersModel {
  const model = sequential();
  for (const settings of rescaling)
    model.add(layers.rescaling({ scale: 1, inputShape: [3, 3, 1], ...settings }));
  model.add(layers.conv2d({ filters: 2, kernelSize: 2, activation: 'relu', inputShape: [3, 3, 1] }));
  model.add(layers.flatten());
  model.add(layers.dense({ units: 2, activation: 'softmax' }));
  return model;
}

/** As `model.save` of TensorFlow.js writes it in Node, with the weights cut into several files, as its converter does. */
async function save(model: LayersModel, change: (json: Record<string, unknown>) => object = (json) => json) {
  const folder = join(root, String((count += 1)));
  await model.save({
    save: async ({ modelTopology, weightSpecs, weightData, format, generatedBy }) => {
      mkdirSync(folder);
      if (!(weightData instanceof ArrayBuffer)) throw new Error('One buffer');
      const bytes = new Uint8Array(weightData);
      const paths = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
      writeFileSync(join(folder, paths[0] ?? ''), bytes.subarray(0, 7));
      writeFileSync(join(folder, paths[1] ?? ''), bytes.subarray(7));
      const weightsManifest = [{ paths, weights: weightSpecs }];
      const json = { format, generatedBy, convertedBy: null, modelTopology, weightsManifest };
      writeFileSync(join(folder, 'model.json'), JSON.stringify(change(json)));
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    },
  });
  return folder;
}

const images = Uint8Array.from({ length: 18 }, (_, index) => (index * 37) % 256);
const samples: Samples = { images, count: 2, height: 3, width: 3, channels: 1 };
const classNames = ['cat', 'dog'];

async function outputs(path: string, options: Parameters<typeof openPlainModel>[1]): Promise<number[]> {
  const { model } = openPlainModel(path, options);
  return [...(await predict(model, samples, { engine: tfjsEngine() })).probabilities];
}

/** What stock TensorFlow.js gives for the pixels that the model takes. */
function stock(model: LayersModel, pixels: (byte: number) => number): number[] {
  const output = model.predict(tensor4d(Float32Array.from(images, pixels), [2, 3, 3, 1]));
  if (Array.isArray(output)) throw new Error('One output');
  return [...output.dataSync()];
}

describe('a model.json of stock TensorFlow.js', () => {
  test('is a file or a folder; a run is neither', async () => {
    const folder = await save(picturesModel());
    expect(isPlainModel(folder)).toBe(true);
    expect(isPlainModel(join(folder, 'model.json'))).toBe(true);
    writeFileSync(join(folder, 'run.json'), '{}');
    expect(isPlainModel(folder)).toBe(false);
    expect(isPlainModel(join(root, 'nothing'))).toBe(false);
    expect(isPlainModel(root)).toBe(false);
  });

  test.each([
    ['0-255', (byte: number) => byte],
    ['0-1', (byte: number) => byte / 255],
    ['-1-1', (byte: number) => byte / 127.5 - 1],
  ] as const)('takes pixels %s as its own program gives them', async (pixels, scaled) => {
    const model = picturesModel();
    const expected = stock(model, scaled);
    const found = await outputs(await save(model), { classNames, pixels });
    for (const [index, value] of found.entries()) expect(value).toBeCloseTo(expected[index] ?? NaN, 5);
  });

  test('with a rescaling layer takes bytes', async () => {
    const model = picturesModel([{ scale: 1 / 127.5, offset: -1 }]);
    const folder = await save(model);
    const expected = stock(model, (byte) => byte);
    const found = await outputs(join(folder, 'model.json'), { classNames });
    for (const [index, value] of found.entries()) expect(value).toBeCloseTo(expected[index] ?? NaN, 5);
    expect(() => openPlainModel(folder, { classNames, pixels: '0-1' })).toThrow(
      `${folder} has a rescaling layer, so it takes 0-255; leave --pixels out`,
    );
  });

  test('without one is refused unless its pixels are said', async () => {
    const plain = await save(picturesModel());
    expect(() => openPlainModel(plain, { classNames })).toThrow(
      `${plain} has no rescaling layer; --pixels 0-255|0-1|-1-1 says what it was trained on`,
    );
    // A rescaling of pixels that were divided before.
    const later = await save(picturesModel([{ scale: 2, offset: -1 }]));
    expect(() => openPlainModel(later, { classNames })).toThrow('has no rescaling layer');
  });

  test('says its class names, or is told them', async () => {
    const model = picturesModel([{ scale: 1 / 255 }]);
    const named = await save(model, (json) => ({ ...json, userDefinedMetadata: { classNames } }));
    expect(openPlainModel(named, {}).classNames).toEqual(classNames);
    expect(() => openPlainModel(named, { classNames })).toThrow(
      'has class names: cat, dog; leave --class-names out',
    );
    const nameless = await save(model);
    expect(() => openPlainModel(nameless, {})).toThrow(
      'has no class names; --class-names says those of its 2 classes',
    );
    expect(() => openPlainModel(nameless, { classNames: ['a', 'b', 'c'] })).toThrow(
      'has 2 classes; found 3 class names',
    );
  });

  test('that is no classifier of pictures is refused', async () => {
    const flat = sequential({ layers: [layers.dense({ units: 2, activation: 'softmax', inputShape: [9] })] });
    const folder = await save(flat);
    expect(() => openPlainModel(folder, { classNames })).toThrow(
      'takes [9]; pictures are [height, width, channels]',
    );
    const logits = sequential({
      layers: [layers.flatten({ inputShape: [3, 3, 1] }), layers.dense({ units: 2 })],
    });
    const other = await save(logits);
    expect(() => openPlainModel(other, { classNames })).toThrow("it doesn't end in a softmax or a sigmoid");
  });

  test.each(['../weights.bin', '/etc/passwd', 'a/b.bin', '', '..', 'https://x.test/w.bin'])(
    'reads no weights from %j',
    async (path) => {
      const folder = await save(picturesModel([{ scale: 1 / 255 }]), (json) => ({
        ...json,
        weightsManifest: [{ paths: [path], weights: [] }],
      }));
      expect(() => openPlainModel(folder, { classNames })).toThrow(
        `The weights of a model.json are in files beside it; found the path ${JSON.stringify(path)}`,
      );
    },
  );
});
