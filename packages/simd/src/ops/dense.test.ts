import { expect, test } from 'vitest';
import { gradientMismatches } from '../../test/gradient-mismatches.ts';
import { modelOf } from '../../test/reference.ts';
import { baseConfig } from '../../test/base-config.ts';
import { randomSamples } from '../../test/samples.ts';
import { explainUnsupported, simdEngine } from '../engine.ts';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { engineModel, type NamedTensor, useWasmBackend } from '@atelier/training';

const rescaling = { type: 'rescaling', scale: 1 / 255, offset: 0 } as const;
const flatten = { type: 'flatten' } as const;
const output = (units: number) => ({ type: 'dense', units, activation: 'softmax' }) as const;

test.each([
  ['one pixel, two classes', [1, 1, 1], 2, []],
  ['no hidden layer', [5, 7, 1], 3, []],
  ['widths that are not multiples of four', [5, 5, 1], 5, [13, 6]],
  ['more than eight groups of units', [4, 4, 1], 4, [39, 9]],
  ['more than 64 pixels, three channels', [5, 5, 3], 3, [4]],
  ['200 classes', [3, 3, 1], 200, [3]],
] as const)('gradients are those of the formulas: %s', async (_, input, classes, hidden) => {
  const specs = [
    rescaling,
    flatten,
    ...hidden.map((units) => ({ type: 'dense', units, activation: 'tanh' }) as const),
    output(classes),
  ];
  expect(await gradientMismatches({ specs, input, classes })).toEqual([]);
});

test.each([1, 4, 17, 70])('gradients are right for a batch of %i', async (batch) => {
  const specs = [rescaling, flatten, { type: 'dense', units: 6, activation: 'sigmoid' } as const, output(3)];
  expect(await gradientMismatches({ specs, input: [3, 4, 1], classes: 3, batch })).toEqual([]);
});

test.each([
  [1, undefined],
  [3, undefined],
  [1, 1e6],
  [3, 1e6],
])(
  'gradients are right where pixels lie part by part, with places left free, on %i threads, to be clipped at %s',
  async (threads, globalClipNorm) => {
    const specs = [rescaling, flatten, { type: 'dense', units: 3, activation: 'tanh', l2: 0.02 } as const];
    const check = { specs: [...specs, output(2)], input: [9, 31, 1], classes: 2, threads } as const;
    expect(await gradientMismatches({ ...check, ...(globalClipNorm && { globalClipNorm }) })).toEqual([]);
  },
);

// Layers of 32 inputs and 29 units on sum up in two parts; 37 inputs have 20 in the first.
test.each([1, 2, 3])('gradients are right where sums run in two parts, on %i threads', async (threads) => {
  const hidden = [37, 33, 31].map((units) => ({ type: 'dense', units, activation: 'tanh' }) as const);
  const specs = [rescaling, flatten, ...hidden, output(3)];
  expect(await gradientMismatches({ specs, input: [3, 3, 1], classes: 3, threads })).toEqual([]);
});

test('gradients are right without biases, and with three threads', async () => {
  const specs = [
    rescaling,
    flatten,
    { type: 'dense', units: 11, activation: 'relu', useBias: false } as const,
    { type: 'dense', units: 9, activation: 'relu', useBias: false } as const,
    { type: 'dense', units: 4, activation: 'softmax', useBias: false } as const,
  ];
  expect(await gradientMismatches({ specs, input: [4, 5, 1], classes: 4, threads: 3 })).toEqual([]);
});

test('penalties are part of the loss and of the gradients', async () => {
  const specs = [
    rescaling,
    flatten,
    { type: 'dense', units: 6, activation: 'tanh', l2: 0.02 } as const,
    { type: 'dense', units: 5, activation: 'tanh', l1: 0.01, l2: 0.003 } as const,
    { type: 'dense', units: 3, activation: 'softmax', l1: 0.02 } as const,
  ];
  expect(await gradientMismatches({ specs, input: [3, 3, 1], classes: 3 })).toEqual([]);
  expect(await gradientMismatches({ specs, input: [3, 3, 1], classes: 3, threads: 2 })).toEqual([]);
});

test.each([0, 1, 2])('frozen layer %i keeps its weights, and lets gradients through', async (frozen) => {
  const specs = [7, 6, 4].map(
    (units, index) =>
      ({
        type: 'dense',
        units,
        activation: index === 2 ? 'softmax' : 'tanh',
        trainable: index !== frozen,
      }) as const,
  );
  expect(
    await gradientMismatches({ specs: [rescaling, flatten, ...specs], input: [3, 3, 1], classes: 4 }),
  ).toEqual([]);
});

test('refuses what it does not compute, naming the layer and the option', async () => {
  await useWasmBackend();
  const config = {
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { name: 'sgd', learningRate: 1 },
    batchSize: 4,
    globalClipNorm: null,
    seed: 0,
  } as const;
  const unflattened = modelOf([rescaling, { type: 'dense', units: 3 }, flatten, output(2)], [2, 2, 1]);
  expect(explainUnsupported(unflattened, config)).toMatch(/Layer "dense_\w+" .*flatten it first/);
  const regularized = sequential({
    layers: [
      layers.flatten({ inputShape: [2, 2, 1] }),
      layers.dense({ name: 'odd', units: 2, activation: 'softmax', biasRegularizer: 'l1l2' }),
    ],
  });
  expect(explainUnsupported(regularized, config)).toBe(
    'Layer "odd" (Dense) has a biasRegularizer, which the simd engine does not compile',
  );
});

test.each([1, 2, 3])(
  'a step of a batch too large for the cache is the mean of the steps of its parts, on %i threads',
  async (threads) => {
    await useWasmBackend();
    const input = [5, 5, 1] as const;
    const hidden = (units: number) => ({ type: 'dense', units, activation: 'tanh' }) as const;
    const model = engineModel(modelOf([rescaling, flatten, hidden(131), hidden(130), output(7)], input));
    const [count, part] = [1100, 50];
    const samples = randomSamples(input, count, 7);
    const stepsOf = async (batchSize: number): Promise<readonly (readonly NamedTensor[])[]> => {
      const session = await simdEngine({ threads }).prepare(model, { ...baseConfig, batchSize });
      const loaded = await session.load(samples);
      const ends: (readonly NamedTensor[])[] = [];
      for (let first = 0; first < count; first += batchSize) {
        await session.setWeights(model.weights());
        const order = Uint32Array.from({ length: batchSize }, (_, i) => first + i);
        await session.trainSteps(loaded, { order, learningRates: Float64Array.of(1), firstStep: 0 });
        ends.push(await session.getWeights());
      }
      await session.dispose();
      return ends;
    };
    const parts = await stepsOf(part);
    const [whole = []] = await stepsOf(count);
    const wrong = whole.filter(({ values }, index) =>
      values.some((value, at) => {
        const mean = parts.reduce((sum, end) => sum + (end[index]?.values[at] ?? 0), 0) / parts.length;
        return Math.abs(value - mean) > 2e-6;
      }),
    );
    expect(whole).toHaveLength(6);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  },
);
