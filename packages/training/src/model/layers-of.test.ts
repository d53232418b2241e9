import {
  input,
  layers,
  type LayersModel,
  model as functionalModel,
  sequential,
  SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import {
  deserializeModel,
  engineModel,
  evaluate,
  fit,
  readWeights,
  serializeModel,
  useWasmBackend,
} from '../index.ts';
import { frozenLayersOf, layersOf } from './layers-of.ts';
import { normalizationsOf } from './normalizations.ts';

beforeAll(() => useWasmBackend());

const base = (): LayersModel =>
  sequential({
    layers: [
      layers.conv2d({ name: 'conv', filters: 2, kernelSize: 2, inputShape: [3, 3, 1] }),
      sequential({ layers: [layers.batchNormalization({ name: 'norm', inputShape: [2, 2, 2] })] }),
    ],
  });

const onBase = (below: LayersModel): LayersModel =>
  sequential({
    layers: [
      below,
      layers.flatten({ name: 'flat' }),
      layers.dense({ name: 'head', units: 2, activation: 'softmax' }),
    ],
  });

const frozenNames = (model: LayersModel): string[] => [...frozenLayersOf(model)].map(({ name }) => name);

const labels = Uint8Array.from({ length: 12 }, (_, index) => index % 2);
const images = Uint8Array.from({ length: 12 * 9 }, (_, at) => (at * 37) % 256);
const samples = { images, labels, count: 12, height: 3, width: 3, channels: 1 };

test('a model that is frozen freezes the layers in it, at any depth', () => {
  const below = base();
  const model = onBase(below);
  expect(frozenNames(model)).toEqual([]);
  below.trainable = false;
  expect(layersOf(model).map(({ name }) => name)).toEqual(['conv', 'norm', 'flat', 'head']);
  expect(frozenNames(model)).toEqual(['conv', 'norm']);
  expect(normalizationsOf(model)).toEqual([{ momentum: 0.99, trainable: false }]);
  below.trainable = true;
  expect(frozenNames(model)).toEqual([]);
  model.trainable = false;
  expect(frozenNames(model)).toEqual(['conv', 'norm', 'flat', 'head']);
});

test('layers that are taken out of a frozen model stay frozen; a batch normalization without gamma and beta is not', () => {
  const conv = layers.conv2d({ name: 'conv', filters: 2, kernelSize: 2, inputShape: [3, 3, 1] });
  const norm = layers.batchNormalization({ name: 'norm' });
  sequential({ layers: [conv, norm] }).trainable = false;
  expect([conv.trainable, norm.trainable]).toEqual([true, true]);
  const pixels = input({ name: 'pixels', shape: [3, 3, 1] });
  const plain = layers.batchNormalization({ name: 'plain', scale: false, center: false });
  const head = layers.dense({ name: 'head', units: 2, activation: 'softmax' });
  const outputs = [conv, norm, plain, layers.flatten(), head].reduce<SymbolicTensor>((tensor, layer) => {
    const output = layer.apply(tensor);
    if (output instanceof SymbolicTensor) return output;
    throw new Error('one output');
  }, pixels);
  const model = functionalModel({ inputs: pixels, outputs });
  // An input is made with `trainable` off.
  expect(frozenNames(model)).toEqual(['pixels', 'conv', 'norm']);
});

test('a frozen model in a model keeps its weights and statistics, and normalizes by these in training', async () => {
  const below = base();
  below.trainable = false;
  const model = onBase(below);
  const before = readWeights(below);
  const { loss } = await evaluate(model, samples);
  const options = { epochs: 1, batchSize: 12, optimizer: 'sgd' } as const;
  // A step that is too small to change anything has the loss of inference.
  const { history } = await fit(model, samples, { ...options, learningRate: 1e-30 });
  expect(history[0]!.loss / loss).toBeCloseTo(1, 5);
  await fit(model, samples, { ...options, learningRate: 0.1, epochs: 3 });
  expect(readWeights(below)).toEqual(before);
});

test('a model in a frozen model is saved as frozen', async () => {
  const below = base();
  below.trainable = false;
  const loaded = await deserializeModel(await serializeModel(onBase(below)), { trusted: true });
  expect(frozenNames(loaded)).toEqual(['conv', 'norm']);
  expect(Object.hasOwn(layersOf(below)[0]!, 'getConfig')).toBe(false);
});

test('a model of which nothing is frozen is saved as TensorFlow.js describes it, to the byte', async () => {
  const pixels = input({ shape: [3, 3, 1] });
  const outputs = onBase(base()).apply(pixels);
  if (!(outputs instanceof SymbolicTensor)) throw new Error('one output');
  for (const model of [base(), functionalModel({ inputs: pixels, outputs })]) {
    const { modelTopology } = JSON.parse((await serializeModel(model)).modelJson);
    expect(JSON.stringify(modelTopology)).toBe(JSON.stringify(model.toJSON(null, false)));
  }
});

test('engines are told that a frozen model’s weights are not trained', () => {
  const model = sequential({
    layers: [
      layers.flatten({ inputShape: [3, 3, 1] }),
      layers.dense({ units: 2 }),
      layers.batchNormalization(),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  const trained = (): boolean[] => engineModel(model).network.weights.map(({ trainable }) => trainable);
  // Kernel and bias, gamma and beta, kernel and bias; then the moving statistics.
  expect(trained()).toEqual([true, true, true, true, true, true, false, false]);
  model.trainable = false;
  expect(trained()).toEqual(Array.from({ length: 8 }, () => false));
});
