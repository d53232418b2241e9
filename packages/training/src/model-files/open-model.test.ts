import { memory } from '@tensorflow/tfjs-core';
import { layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { baseNetwork, buildModel, buildSamples } from '../conformance/network.ts';
import {
  deserializeModel,
  evaluate,
  ModelFileError,
  type ModelFiles,
  openModel,
  predict,
  readWeights,
  serializeModel,
  useWasmBackend,
} from '../index.ts';

const network = { ...baseNetwork, dropout: 0.2, l2: 0.01 };
const samples = buildSamples(network);
let files: ModelFiles;

beforeAll(async () => {
  await useWasmBackend();
  files = await serializeModel(buildModel(network));
});

/** A convolutional classifier for the samples, with every kind of layer that a picture goes through. */
async function convolutional(): Promise<ModelFiles> {
  const [height, width, channels] = network.input;
  return serializeModel(
    sequential({
      layers: [
        layers.rescaling({ scale: 1 / 255, inputShape: [height, width, channels] }),
        layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
        layers.batchNormalization(),
        layers.zeroPadding2d({ padding: 1 }),
        layers.depthwiseConv2d({ kernelSize: 2, strides: 2, padding: 'same' }),
        layers.separableConv2d({ filters: 5, kernelSize: 1 }),
        layers.maxPooling2d({ poolSize: 2, padding: 'same', strides: 1 }),
        layers.averagePooling2d({ poolSize: [2, 1] }),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    }),
  );
}

describe('openModel', () => {
  test('gives a model with the same probabilities and evaluation as the saved one, and leaves no tensors', async () => {
    const saved = await deserializeModel(files);
    const loss = 'sparseCategoricalCrossentropy';
    const expected = await evaluate(saved, samples, { loss });
    const opened = openModel(files);
    expect(opened.weights()).toEqual(readWeights(saved));
    const before = memory().numTensors;
    expect(await evaluate(opened, samples, { loss })).toEqual(expected);
    expect(memory().numTensors).toBe(before);
    expect(opened).toMatchObject({ inputShape: [...network.input], units: 3, outputActivation: 'softmax' });
  });

  test('takes weights in any order: they have names', async () => {
    const { modelTopology, weightsManifest } = JSON.parse(files.modelJson);
    const [group] = weightsManifest;
    const size = ({ shape }: { shape: number[] }): number => 4 * shape.reduce((a, b) => a * b, 1);
    const starts: number[] = [];
    let end = 0;
    for (const spec of group.weights) {
      starts.push(end);
      end += size(spec);
    }
    const turned = group.weights.toReversed();
    const parts = starts
      .map((start, index) => files.weights.subarray(start, start + size(group.weights[index])))
      .toReversed();
    const modelJson = JSON.stringify({ modelTopology, weightsManifest: [{ weights: turned }] });
    const weights = Uint8Array.from(parts.flatMap((part) => [...part]));
    expect(weights).not.toEqual(files.weights);
    expect(openModel({ modelJson, weights }).weights()).toEqual(openModel(files).weights());
  });

  test('opens a convolutional model, which predicts as stock TensorFlow.js does, and leaves no tensors', async () => {
    const saved = await convolutional();
    const { modelTopology, weightsManifest } = JSON.parse(saved.modelJson);
    const stock = await loadLayersModel({
      load: async () => ({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: Uint8Array.from(saved.weights).buffer,
      }),
    });
    const before = memory().numTensors;
    expect(await predict(openModel(saved), samples)).toEqual(await predict(stock, samples));
    const loaded = await deserializeModel(saved);
    loaded.dispose();
    expect(memory().numTensors).toBe(before);
    expect((await serializeModel(await deserializeModel(saved))).modelJson).toBe(saved.modelJson);
  });

  test.each<[string, (json: string) => string, string]>([
    [
      'a constraint, which costs a tensor with each loading',
      (json) =>
        json.replace('"kernel_constraint":null', '"kernel_constraint":{"class_name":"NonNeg","config":{}}'),
      'kernel has a constraint; only trusted files may have one',
    ],
    [
      'a layer class as a constraint',
      (json) =>
        json.replace('"kernel_constraint":null', '"kernel_constraint":{"class_name":"Flatten","config":{}}'),
      'kernelConstraint.className "Flatten"; expected MaxNorm',
    ],
    [
      'another shape of a weight',
      (json) => json.replace('"shape":[15,7]', '"shape":[7,15]'),
      'has shape [15, 7]; found [7, 15]',
    ],
    [
      'another name of a weight',
      (json) => json.replace(/"name":"[^"]*kernel","shape"/, '"name":"x","shape"'),
      'kernel" is missing',
    ],
    [
      'one name for two weights',
      (json) => json.replace(/"name":"([^"]*)kernel","shape"/, '"name":"$1bias","shape"'),
      'kernel" is missing',
    ],
    [
      'a weight too many',
      (json) => json.replace('"weights":[', '"weights":[{"name":"x","shape":[0],"dtype":"float32"},'),
      'The model has 4 weights; model.json lists 5',
    ],
  ])('refuses %s', (_, change, message) => {
    const modelJson = change(files.modelJson);
    expect(modelJson).not.toBe(files.modelJson);
    const before = memory().numTensors;
    const open = (): unknown => openModel({ ...files, modelJson });
    expect(open).toThrow(ModelFileError);
    expect(open).toThrow(message);
    expect(memory().numTensors).toBe(before);
  });
});
