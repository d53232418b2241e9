import { io, memory, tensor } from '@tensorflow/tfjs-core';
import {
  constraints,
  input,
  layers,
  type LayersModel,
  loadLayersModel,
  model as tfjsModel,
  regularizers,
  sequential,
  SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { baseNetwork, buildModel, buildSamples } from '../conformance/network.ts';
import {
  deserializeModel,
  engineModel,
  ModelFileError,
  type ModelFiles,
  predict,
  serializeModel,
  useWasmBackend,
} from '../index.ts';

const network = { ...baseNetwork, dropout: 0.2, l2: 0.01, activation: 'leakyRelu' } as const;
const samples = buildSamples(network);
let model: LayersModel;
let files: ModelFiles;

beforeAll(async () => {
  await useWasmBackend();
  model = buildModel(network);
  files = await serializeModel(model);
});

describe('serializeModel', () => {
  test('writes files that stock TensorFlow.js loads, with the same probabilities', async () => {
    const { modelTopology, weightsManifest } = JSON.parse(files.modelJson);
    expect(weightsManifest[0].paths).toEqual(['weights.bin']);
    const stock = await loadLayersModel(
      io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: Uint8Array.from(files.weights).buffer,
      }),
    );
    const output = stock.predict(tensor(Float32Array.from(samples.images), [27, 5, 3, 1]));
    if (Array.isArray(output)) throw new Error('one output');
    const { probabilities: expected } = await predict(model, samples);
    const found = output.dataSync();
    expect(found).toHaveLength(81);
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 6);
    // One weight of 4 bytes for each parameter.
    expect(files.weights).toHaveLength(4 * (15 * 7 + 7 + 7 * 3 + 3));
  });

  test('gives a depthwise convolution its own constraint, where TensorFlow.js writes its regularizer', async () => {
    const depthwise = (settings: object): LayersModel['layers'][number] =>
      layers.depthwiseConv2d({
        kernelSize: 2,
        depthwiseRegularizer: regularizers.l1l2({ l1: 0.25, l2: 0.5 }),
        ...settings,
      });
    const flat = { inputShape: [5, 3, 1] };
    const kernels = sequential({
      layers: [
        depthwise({ ...flat, name: 'free' }),
        depthwise({ name: 'held', depthwiseConstraint: constraints.maxNorm({ maxValue: 3 }) }),
        layers.flatten(),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    const nested = sequential({
      layers: [
        sequential({ layers: [depthwise(flat)] }),
        layers.flatten(),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    const image = tensor(
      Float32Array.from(samples.images.subarray(0, 15), (pixel) => pixel / 255),
      [1, 5, 3, 1],
    );
    for (const saved of [kernels, nested]) {
      const { modelJson, weights } = await serializeModel(saved);
      const { modelTopology, weightsManifest } = JSON.parse(modelJson);
      const stock = await loadLayersModel(
        io.fromMemory({
          modelTopology,
          weightSpecs: weightsManifest[0].weights,
          weightData: Uint8Array.from(weights).buffer,
        }),
      );
      const [found, expected] = [stock, saved].map((each) => {
        const output = each.predict(image);
        if (Array.isArray(output)) throw new Error('one output');
        return Array.from(output.dataSync());
      });
      // Stock loading projects weights onto their constraints, which rounds them.
      for (const [index, value] of expected!.entries()) expect(found![index]).toBeCloseTo(value, 6);
    }
    const constraintsOf = ({
      weights,
    }: {
      weights: readonly { name: string; constraint: unknown }[];
    }): unknown[] =>
      weights.filter(({ name }) => name.endsWith('_kernel')).map(({ constraint }) => constraint);
    expect(constraintsOf(engineModel(kernels).network)).toEqual([
      undefined,
      expect.objectContaining({ className: 'MaxNorm', config: expect.objectContaining({ maxValue: 3 }) }),
    ]);
    expect(engineModel(kernels).network.weights[0]).toMatchObject({ penalty: { l1: 0.25, l2: 0.5 } });
  });
});

describe('deserializeModel', () => {
  test('gives back a model that saves to the same bytes', async () => {
    const again = await serializeModel(await deserializeModel(files));
    expect(again.modelJson).toBe(files.modelJson);
    expect(again.weights).toEqual(files.weights);
  });

  test('gives back a model with the same probabilities, to the bit', async () => {
    expect(await predict(await deserializeModel(files), samples)).toEqual(await predict(model, samples));
  });

  test.each<[string, (files: ModelFiles) => ModelFiles, string]>([
    ['no JSON', (whole) => ({ ...whole, modelJson: '{' }), 'model.json is not JSON'],
    [
      'another JSON',
      (whole) => ({ ...whole, modelJson: '{}' }),
      'not a model of TensorFlow.js Layers: modelTopology',
    ],
    [
      'too few weights',
      (whole) => ({ ...whole, weights: whole.weights.subarray(4) }),
      'The weights that model.json lists are 544 bytes; weights.bin has 540',
    ],
    [
      'another dtype',
      (whole) => ({ ...whole, modelJson: whole.modelJson.replace('"float32"}]}', '"int32"}]}') }),
      'weightsManifest',
    ],
    [
      'an unknown layer',
      (whole) => ({ ...whole, modelJson: whole.modelJson.replaceAll('Flatten', 'Fatten') }),
      '(Fatten) is of a class that is not supported',
    ],
    [
      'a layer larger than its weights',
      (whole) => ({ ...whole, modelJson: whole.modelJson.replace('"units":7', '"units":3000000000') }),
      '(Dense) has units 3000000000; expected an integer',
    ],
    [
      'images larger than the first layer’s weights',
      (whole) => ({ ...whole, modelJson: whole.modelJson.replace('[null,5,3,1]', '[null,50000,30000,3]') }),
      'put out at most 16777216 numbers per image; found 13500000024',
    ],
    [
      'a shape whose size is not a number',
      (whole) => ({
        ...whole,
        modelJson: whole.modelJson.replace('"shape":[15,7]', `"shape":[${'1e300,'.repeat(3)}7]`),
      }),
      'weightsManifest',
    ],
    [
      'a layer whose numbers make the images larger',
      (whole) => ({ ...whole, modelJson: whole.modelJson.replace(/"scale":[^,]*/, '"scale":[[[1,2,3]]]') }),
      'has scale [[[1,2,3]]]; expected a number',
    ],
    [
      'a name of any length, of which it quotes the start',
      (whole) => ({ ...whole, modelJson: whole.modelJson.replaceAll('Flatten', 'x'.repeat(1e5)) }),
      'xxxxxxxxxx…',
    ],
    [
      'a million layers',
      (whole) => ({
        ...whole,
        modelJson: whole.modelJson.replace(
          '"layers":[',
          `"layers":[${'{"class_name":"Flatten"},'.repeat(1e6)}`,
        ),
      }),
      'model.json has at most 4194304 characters; found 2500',
    ],
    [
      'ten thousand layers',
      (whole) => ({
        ...whole,
        modelJson: whole.modelJson.replace(
          '"layers":[',
          `"layers":[${'{"class_name":"Flatten"},'.repeat(1e4)}`,
        ),
      }),
      'A model has at most 1024 layers; found 10006',
    ],
    [
      'ten thousand weights',
      (whole) => ({
        ...whole,
        modelJson: whole.modelJson.replace(
          '"weights":[',
          `"weights":[${'{"name":"x","shape":[0],"dtype":"float32"},'.repeat(1e4)}`,
        ),
      }),
      'model.json has at most 2048 weights; found 10004',
    ],
    [
      'images of a fixed number',
      (whole) => ({ ...whole, modelJson: whole.modelJson.replace('[null,5,3,1]', '[1000000,5,3,1]') }),
      'has to take any number of images',
    ],
    [
      'a message of more than one line',
      (whole) => ({ ...whole, modelJson: whole.modelJson.replaceAll('Flatten', 'a\\nb') }),
      'a\\nb',
    ],
    [
      'a key that would become a prototype',
      (whole) => ({
        ...whole,
        modelJson: whole.modelJson.replace('"config":{', '"config":{"__proto__":{"x":1},'),
      }),
      'model.json is not JSON',
    ],
    [
      'nesting without end',
      (whole) => ({
        ...whole,
        modelJson: whole.modelJson.replace(
          '"config":{',
          `"config":{"deep":${'['.repeat(1e5)}${']'.repeat(1e5)},`,
        ),
      }),
      'model.json is not JSON',
    ],
  ])('refuses %s', async (_, damage, message) => {
    const damaged = damage(files);
    expect(damaged).not.toEqual(files);
    await expect(deserializeModel(damaged)).rejects.toThrow(ModelFileError);
    await expect(deserializeModel(damaged)).rejects.toThrow(message);
    const error: unknown = await deserializeModel(damaged).catch((reason: unknown) => reason);
    expect(error instanceof Error ? error.message.length : Infinity).toBeLessThan(400);
  });

  test.each<[string, (json: string) => string]>([
    ['another shape', (json) => json.replace('"shape":[15,7]', '"shape":[7,15]')],
    ['another name', (json) => json.replace(/"name":"[^"]*kernel"/, '"name":"x"')],
    ['one name for two weights', (json) => json.replace(/"name":"([^"]*)kernel"/, '"name":"$1bias"')],
    [
      'weights of nothing',
      (json) => json.replace('"weights":[', '"weights":[{"name":"x","shape":[0],"dtype":"float32"},'),
    ],
    ['a fixed number of images', (json) => json.replace('[null,5,3,1]', '[9,5,3,1]')],
    ['a scale that enlarges images', (json) => json.replace(/"scale":[^,]*/, '"scale":[[[1,2,3]]]')],
    ['a name that no tensor can have', (json) => json.replace(/"name":"dense[^"]*"/, '"name":[]')],
    ['nothing else', (json) => json],
  ])('leaves no tensors behind: %s', async (_, change) => {
    const before = memory().numTensors;
    await loadsOrRefuses({ ...files, modelJson: change(files.modelJson) });
    expect(memory().numTensors).toBe(before);
  });

  test('loads weights without running their initializers first, which may take minutes', async () => {
    const wide = sequential();
    wide.add(layers.flatten({ inputShape: [40, 40, 1] }));
    wide.add(layers.dense({ units: 1600, activation: 'softmax', kernelInitializer: 'zeros' }));
    const { modelJson, weights } = await serializeModel(wide);
    const slow = modelJson.replace(
      '"kernel_initializer":{"class_name":"Zeros","config":{}}',
      '"kernel_initializer":{"class_name":"Orthogonal","config":{}}',
    );
    expect(slow).not.toBe(modelJson);
    const loaded = await deserializeModel({ modelJson: slow, weights });
    expect(loaded.countParams()).toBe(1600 * 1601);
    loaded.dispose();
  });

  test('loads a model whose layers are shared and joined, if it is trusted', async () => {
    const image = input({ shape: [5, 3, 1] });
    const flat = layers.flatten().apply(image);
    const shared = layers.dense({ units: 15, activation: 'tanh', name: 'shared' });
    const once = shared.apply(flat);
    const twice = shared.apply(once);
    if (!(once instanceof SymbolicTensor && twice instanceof SymbolicTensor)) throw new Error('one output');
    const joined = layers.add().apply([once, twice]);
    const outputs = layers.dense({ units: 3, activation: 'softmax' }).apply(joined);
    if (!(outputs instanceof SymbolicTensor)) throw new Error('one output');
    const branched = tfjsModel({ inputs: image, outputs });
    const saved = await serializeModel(branched);
    await expect(deserializeModel(saved)).rejects.toThrow('Layer "shared" is used 2 times');
    const loaded = await deserializeModel(saved, { trusted: true });
    expect(await predict(loaded, samples)).toEqual(await predict(branched, samples));
  });

  test('loads several at once, and lets other models be made again afterwards', async () => {
    const wrong = { ...files, modelJson: files.modelJson.replace('"units":7', '"units":70') };
    const loads = await Promise.allSettled([files, wrong, files].map((each) => deserializeModel(each)));
    expect(loads.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(buildModel({ ...network, hidden: [50] }).countParams()).toBeGreaterThan(136);
  });

  /** Whether the files load, or are refused as they should be; any other error comes through. */
  async function loadsOrRefuses(damaged: ModelFiles): Promise<boolean> {
    try {
      (await deserializeModel(damaged)).dispose();
      return true;
    } catch (error) {
      if (error instanceof ModelFileError) return true;
      throw error;
    }
  }

  test('throws nothing but ModelFileErrors for damaged text', async () => {
    // TensorFlow.js warns about some damage before it throws.
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const damages = fc.record({
      position: fc.nat({ max: 1e6 }),
      length: fc.nat({ max: 12 }),
      // No digits: a layer of a billion units would be no damage, but no test either.
      insert: fc.stringMatching(/^[a-z"{}[\]:,. -]{0,8}$/),
    });
    await fc.assert(
      fc.asyncProperty(damages, async ({ position, length, insert }) => {
        const { modelJson, weights } = files;
        const at = position % modelJson.length;
        const text = modelJson.slice(0, at) + insert + modelJson.slice(at + length);
        expect(await loadsOrRefuses({ modelJson: text, weights })).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('throws nothing but ModelFileErrors for values that are other than they should be', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    let count = 0;
    JSON.parse(files.modelJson, (_, value: unknown) => (count++, value));
    const values = fc.constantFrom(null, true, -1, 0, 0.5, 3, '', 'x', [], [null], [1, 2], {}, { name: 'x' });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: count - 1 }), values, async (which, replacement) => {
        let index = 0;
        const replaced: unknown = JSON.parse(files.modelJson, (_, value: unknown) =>
          index++ === which ? replacement : value,
        );
        expect(await loadsOrRefuses({ modelJson: JSON.stringify(replaced), weights: files.weights })).toBe(
          true,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('throws nothing but ModelFileErrors for weights of any length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (weights) => {
        expect(await loadsOrRefuses({ ...files, weights })).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
