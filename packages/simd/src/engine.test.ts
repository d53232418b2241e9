import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineModel, type TrainingConfig, UnsupportedError, useWasmBackend } from '@atelier/training';
import { input, layers, model as functional, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { gradientMismatches } from '../test/gradient-mismatches.ts';
import { baseConfig } from '../test/base-config.ts';
import { modelOf, type Spec } from '../test/reference.ts';
import { randomSamples } from '../test/samples.ts';
import { explainUnsupported, simdEngine } from './index.ts';

beforeAll(() => useWasmBackend());

const specs = [
  { type: 'rescaling', scale: 1 / 255, offset: 0 },
  { type: 'flatten' },
  { type: 'dense', units: 3, activation: 'softmax' },
] as const;
const shape = [2, 3, 1] as const;

describe('simdEngine', () => {
  test.each([0, 1.5, 65, Number.NaN])('refuses %d threads', (threads) => {
    expect(() => simdEngine({ threads })).toThrow(`threads is an integer from 1 to 64; found ${threads}`);
  });

  test.each([1, 2])('runs %d threads from a copy of its files, with the same results', async (threads) => {
    const folder = mkdtempSync(join(tmpdir(), 'simd-copy-'));
    try {
      cpSync(new URL('../dist', import.meta.url), folder, { recursive: true });
      const samples = randomSamples(shape, 8, 3);
      const model = modelOf(specs, shape);
      const losses = await Promise.all(
        [undefined, folder].map(async (kernels) => {
          const session = await simdEngine({ threads, kernels }).prepare(engineModel(model), baseConfig);
          const loaded = await session.load(samples);
          const result = await session.evaluateBatches(loaded, { start: 0, end: 8 });
          await session.dispose();
          return result;
        }),
      );
      expect(losses[1]).toEqual(losses[0]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('says where it looked for files that are not there, and what to do', async () => {
    const missing = simdEngine({ threads: 1, kernels: '/nowhere' });
    await expect(missing.prepare(engineModel(modelOf(specs, shape)), baseConfig)).rejects.toThrow(
      "The engine's kernels did not load: ENOENT: no such file or directory, open '/nowhere/kernels.wasm'. If your bundler leaves it out, copy the folder dist of @atelier/simd to where your program runs and name it in simdEngine({ kernels })",
    );
  });

  test('names a layer that it cannot compile, and starts nothing', async () => {
    const model = sequential({
      layers: [
        layers.conv2d({
          name: 'edges',
          filters: 2,
          kernelSize: 2,
          kernelConstraint: 'nonNeg',
          inputShape: [4, 4, 1],
        }),
        layers.flatten(),
        layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    const message =
      'Layer "edges" (Conv2D) has a constraint on "edges/kernel", which the simd engine does not compile';
    expect(explainUnsupported(model, baseConfig)).toBe(message);
    await expect(simdEngine().prepare(engineModel(model), baseConfig)).rejects.toThrow(
      new UnsupportedError(message),
    );
  });

  test('takes a functional model of one chain', () => {
    const images = input({ shape: [6] });
    const outputs = layers.dense({ units: 3, activation: 'softmax' }).apply(images);
    if (Array.isArray(outputs) || !('sourceLayer' in outputs))
      throw new TypeError('This is a symbolic tensor');
    expect(explainUnsupported(functional({ inputs: images, outputs }), baseConfig)).toBeUndefined();
  });

  test('agrees with the formulas on random small models', async () => {
    const activation = fc.constantFrom('linear', 'relu', 'elu', 'tanh', 'sigmoid', 'softmax');
    const hidden = fc.record({ units: fc.integer({ min: 1, max: 11 }), activation, useBias: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 3 }),
        ),
        fc.array(hidden, { maxLength: 3 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('sparseCategoricalCrossentropy', 'categoricalCrossentropy'),
        async (images, hiddenLayers, classes, batch, loss) => {
          const network: Spec[] = [
            { type: 'rescaling', scale: 1 / 255, offset: 0 },
            { type: 'flatten' },
            ...hiddenLayers.map((layer) => ({ type: 'dense', ...layer }) as const),
            { type: 'dense', units: classes, activation: 'softmax' },
          ];
          expect(await gradientMismatches({ specs: network, input: images, classes, batch, loss })).toEqual(
            [],
          );
        },
      ),
      { numRuns: 25, seed: 11 },
    );
  });
});

describe('a session', () => {
  async function session(config: Partial<TrainingConfig> = {}, threads = 1) {
    return simdEngine({ threads }).prepare(engineModel(modelOf(specs, shape)), {
      ...baseConfig,
      ...config,
    });
  }

  test('computes the same in batches, however calls are cut', async () => {
    const samples = randomSamples(shape, 50, 3);
    const one = await session({ batchSize: 7 });
    const loaded = await one.load(samples);
    const whole = await one.evaluateBatches(loaded, { start: 0, end: 50 });
    const parts = [
      await one.evaluateBatches(loaded, { start: 0, end: 21 }),
      await one.evaluateBatches(loaded, { start: 21, end: 50 }),
    ];
    expect(parts.flatMap(({ losses }) => Array.from(losses))).toEqual(Array.from(whole.losses));
    const predictions = await one.predict(loaded, { start: 0, end: 50 });
    expect(await one.predict(loaded, { start: 33, end: 34 })).toEqual(predictions.subarray(99, 102));
    await one.dispose();
  });

  test.each([
    [1, 5],
    [1, 32],
    [2, 8],
    [2, 32],
    [2, 256],
  ])(
    'measures a model in which nothing is trained: on %d threads, in batches of %d',
    async (threads, batchSize) => {
      const samples = randomSamples(shape, 64, 3);
      const model = modelOf(specs, shape);
      const prepare = () => simdEngine({ threads }).prepare(engineModel(model), { ...baseConfig, batchSize });
      const one = await prepare();
      for (const layer of model.layers) layer.trainable = false;
      const other = await prepare();
      const range = { start: 0, end: 64 };
      const expected = await one.evaluateBatches(await one.load(samples), range);
      const loaded = await other.load(samples);
      expect(await other.evaluateBatches(loaded, range)).toEqual(expected);
      const before = await other.getWeights();
      const order = Uint32Array.from({ length: 64 }, (_, at) => at);
      const learningRates = new Float64Array(Math.ceil(64 / batchSize)).fill(0.1);
      const { losses } = await other.trainSteps(loaded, { order, learningRates, firstStep: 0 });
      expect(losses).toEqual(expected.losses);
      expect(await other.getWeights()).toEqual(before);
      await Promise.all([one.dispose(), other.dispose()]);
    },
  );

  test('runs more steps, and predicts more samples, than its staging buffers hold', async () => {
    const samples = randomSamples(shape, 3000, 3);
    const one = await session({ batchSize: 1 });
    const loaded = await one.load(samples);
    const order = Uint32Array.from({ length: 3000 }, (_, i) => i);
    const learningRates = new Float64Array(3000).fill(1e-6);
    const { losses } = await one.trainSteps(loaded, { order, learningRates, firstStep: 0 });
    const other = await session({ batchSize: 1 });
    await other.setWeights(
      (await one.getWeights()).map((tensor) => ({ ...tensor, values: tensor.values.fill(0) })),
    );
    expect(losses).toHaveLength(3000);
    expect(losses.every((loss) => loss > 0)).toBe(true);
    const uniform = await other.predict(await other.load(samples), { start: 0, end: 3000 });
    expect(uniform.every((probability) => Math.abs(probability - 1 / 3) < 1e-7)).toBe(true);
    await Promise.all([one.dispose(), other.dispose()]);
  });

  test('takes data again and again in the same memory', async () => {
    const one = await session();
    const samples = randomSamples([2, 3, 1], 100_000, 3);
    for (let epoch = 0; epoch < 60; epoch++) {
      const loaded = await one.load(samples);
      expect(loaded.count).toBe(100_000);
      loaded.unload();
      loaded.unload();
      await expect(one.predict(loaded, { start: 0, end: 1 })).rejects.toThrow('were unloaded');
    }
    await one.dispose();
  });

  test('refuses what lies outside the samples', async () => {
    const one = await session();
    const loaded = await one.load(randomSamples(shape, 10, 3));
    const train = (order: readonly number[], rates: number) =>
      one.trainSteps(loaded, {
        order: Uint32Array.from(order),
        learningRates: new Float64Array(rates),
        firstStep: 0,
      });
    await expect(train([0, 10], 1)).rejects.toThrow('Sample indices are below 10; found 10 at position 1');
    await expect(train([0, 1], 2)).rejects.toThrow('1 steps take 1 learning rates; found 2');
    await expect(one.predict(loaded, { start: 5, end: 11 })).rejects.toThrow('found 5 to 11');
    await one.dispose();
    await expect(one.getWeights()).rejects.toThrow('was disposed');
  });

  test('leaves the model’s own weights alone', async () => {
    const model = modelOf(specs, shape);
    const before = model.getWeights().map((tensor) => Array.from(tensor.dataSync()));
    const one = await simdEngine({ threads: 2 }).prepare(engineModel(model), baseConfig);
    const order = Uint32Array.of(0, 1, 2);
    await one.trainSteps(await one.load(randomSamples(shape, 10, 3)), {
      order,
      learningRates: Float64Array.of(1),
      firstStep: 0,
    });
    expect((await one.getWeights()).map(({ values }) => Array.from(values))).not.toEqual(before);
    await one.dispose();
    expect(model.getWeights().map((tensor) => Array.from(tensor.dataSync()))).toEqual(before);
  });
});
