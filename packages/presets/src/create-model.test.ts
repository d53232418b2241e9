import '@tensorflow/tfjs-backend-wasm';
import { setBackend, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { createModel, definePreset, presets } from './index.ts';

const fashionMnist = { inputShape: [28, 28, 1], classes: 10 } as const;

beforeAll(async () => {
  await setBackend('wasm');
});

function weights(model: LayersModel): number[][] {
  return model.getWeights().map((weight) => Array.from(weight.dataSync()));
}

describe('presets', () => {
  test.each([
    ['softmax', 784 * 10 + 10],
    ['mlp-32', 784 * 32 + 32 + 32 * 10 + 10],
    ['mlp-128', 784 * 128 + 128 + 128 * 10 + 10],
    ['mlp-deep', 784 * 256 + 256 + 256 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10],
  ] as const)('%s has %d parameters on Fashion-MNIST', (name, parameters) => {
    expect(createModel(name, fashionMnist).countParams()).toBe(parameters);
  });

  test('mlp-32 and mlp-128 carry the tutorial’s recipes', () => {
    expect(presets['mlp-32']).toMatchObject({
      optimizer: 'adam',
      learningRate: 0.001,
      batchSize: 32,
      epochs: 30,
      loss: 'sparseCategoricalCrossentropy',
    });
    expect(presets['mlp-128']).toMatchObject({ epochs: 5, loss: 'categoricalCrossentropy' });
  });
});

describe('createModel', () => {
  test('divides pixels by 255 inside the model', () => {
    const model = createModel('softmax', { inputShape: [1, 2, 1], classes: 2 });
    model.layers.at(-1)!.setWeights([
      tensor([
        [1, 0],
        [0, 2],
      ]),
      tensor([0, 0.5]),
    ]);
    const output = model.predict(tensor([255, 51], [1, 1, 2, 1]));
    if (Array.isArray(output)) throw new Error('one output');
    // logits [1, 2 * 51 / 255 + 0.5] = [1, 0.9]
    expect(output.dataSync()[0]).toBeCloseTo(1 / (1 + Math.exp(0.9 - 1)), 6);
  });

  test('starts kernels uniform within Glorot’s limit and biases at 0', () => {
    const [kernel, bias] = weights(createModel('mlp-32', fashionMnist));
    const limit = Math.sqrt(6 / (784 + 32));
    expect(Math.max(...kernel!.map(Math.abs))).toBeLessThanOrEqual(limit);
    // The variance of a uniform variable on [-limit, limit] is limit² / 3; 25,088 draws keep within 2%.
    const variance = kernel!.reduce((sum, value) => sum + value * value, 0) / kernel!.length;
    expect(variance / (limit ** 2 / 3)).toBeGreaterThan(0.98);
    expect(variance / (limit ** 2 / 3)).toBeLessThan(1.02);
    expect(bias!.every((value) => value === 0)).toBe(true);
  });

  test('gives the same weights for the same seed, and others for another', () => {
    const first = weights(createModel('mlp-deep', { ...fashionMnist, seed: 3 }));
    expect(weights(createModel('mlp-deep', { ...fashionMnist, seed: 3 }))).toEqual(first);
    expect(weights(createModel('mlp-deep', { ...fashionMnist, seed: 4 }))).not.toEqual(first);
  });

  test('gives layers of equal shape different weights', () => {
    const all = weights(createModel('softmax', { inputShape: [4, 2, 1], classes: 8, hidden: [8, 8] }));
    expect(all[0]).not.toEqual(all[2]);
    expect(all[2]).not.toEqual(all[4]);
  });

  test('varies hidden layers, activation, dropout and regularizers', () => {
    const model = createModel('mlp-32', {
      ...fashionMnist,
      hidden: [5, 4],
      activation: 'leakyRelu',
      dropout: 0.5,
      l1: 0.1,
      l2: 0.2,
    });
    expect(model.layers.map((layer) => layer.name)).toEqual([
      'rescaling',
      'flatten',
      'hidden_1',
      'leaky_relu_1',
      'dropout_1',
      'hidden_2',
      'leaky_relu_2',
      'dropout_2',
      'output',
    ]);
    expect(model.getLayer('hidden_1').getConfig()['kernelRegularizer']).toMatchObject({
      config: { l1: 0.1, l2: 0.2 },
    });
  });

  test('the binary loss ends in a single sigmoid unit', () => {
    const model = createModel('softmax', { inputShape: [28, 28, 1], classes: 2, loss: 'binaryCrossentropy' });
    expect(model.outputShape).toEqual([null, 1]);
    expect(model.getLayer('output').getConfig()['activation']).toBe('sigmoid');
  });

  test('takes a preset of the user’s own', () => {
    const tiny = definePreset({ name: 'tiny', summary: 'three units', hidden: [3] });
    expect(createModel(tiny, fashionMnist).countParams()).toBe(784 * 3 + 3 + 3 * 10 + 10);
  });

  test.each([
    [{ hidden: [0] }, 'at least 1 unit; found 0'],
    [{ hidden: [2.5] }, 'at least 1 unit; found 2.5'],
    [{ dropout: 1 }, 'dropout is in [0, 1); found 1'],
    [{ dropout: Number.NaN }, 'dropout is in [0, 1); found NaN'],
    [{ l1: -1 }, 'l1 is at least 0; found -1'],
    [{ l2: Infinity }, 'l2 is at least 0; found Infinity'],
    [{ classes: 1 }, 'classes is at least 2; found 1'],
    [{ classes: 3, loss: 'binaryCrossentropy' as const }, 'takes data of 2 classes; found 3'],
    [{ inputShape: [28, 0, 1] as const }, 'each at least 1; found [28, 0, 1]'],
  ])('refuses %j', (wrong, message) => {
    expect(() => createModel('mlp-32', { ...fashionMnist, ...wrong })).toThrow(message);
  });

  test('refuses a preset that it does not know, naming those it does', () => {
    // @ts-expect-error: what a caller without types can do
    expect(() => createModel('mlp-33', fashionMnist)).toThrow(
      'Unknown preset "mlp-33"; there are softmax, mlp-32',
    );
  });
});
