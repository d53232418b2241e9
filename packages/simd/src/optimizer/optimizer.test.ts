import { engineModel, type OptimizerConfig, useWasmBackend } from '@atelier/training';
import { baseNetwork, ReferenceTrainer } from '@atelier/training/conformance';
import { beforeAll, expect, test } from 'vitest';
import { baseConfig } from '../../test/base-config.ts';
import { modelOf } from '../../test/reference.ts';
import { randomSamples } from '../../test/samples.ts';
import { simdEngine } from '../index.ts';

beforeAll(() => useWasmBackend());

const STEPS = 120;
const BATCH = 8;
const CLASSES = 5;
const samples = randomSamples([4, 3, 1], 29, CLASSES);

const adam = { learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
const optimizers: readonly OptimizerConfig[] = [
  { name: 'sgd', learningRate: 0.1 },
  { name: 'momentum', learningRate: 0.02, momentum: 0.9, nesterov: false },
  { name: 'momentum', learningRate: 0.02, momentum: 0.8, nesterov: true },
  { name: 'rmsprop', learningRate: 0.002, rho: 0.9, momentum: 0, epsilon: 1e-7 },
  { name: 'rmsprop', learningRate: 0.001, rho: 0.8, momentum: 0.7, epsilon: 1e-4 },
  { name: 'adam', ...adam },
  { name: 'adam', learningRate: 0.003, beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
  { name: 'adamw', ...adam, weightDecay: 0.05 },
];
const cases = optimizers.flatMap((optimizer) => [null, 0.2].map((clip) => [optimizer, clip] as const));

test.each(cases)('120 steps are those of the formulas: %o, clipped to %s', async (optimizer, clip) => {
  const specs = [
    { type: 'rescaling', scale: 1 / 255, offset: 0 },
    { type: 'flatten' },
    { type: 'dense', units: CLASSES, activation: 'softmax' },
  ] as const;
  const config = { ...baseConfig, optimizer, batchSize: BATCH, globalClipNorm: clip };
  const session = await simdEngine({ threads: 2 }).prepare(engineModel(modelOf(specs, [4, 3, 1])), config);
  const network = { ...baseNetwork, hidden: [], classes: CLASSES, optimizer, globalClipNorm: clip };
  const reference = new ReferenceTrainer(network, samples, await session.getWeights());
  const order = Array.from({ length: STEPS * BATCH - 3 }, (_, i) => (i * 7) % samples.count);
  const learningRates = Float64Array.from(
    { length: STEPS },
    (_, i) => optimizer.learningRate * (1 - i / (2 * STEPS)),
  );
  await session.trainSteps(await session.load(samples), {
    order: Uint32Array.from(order),
    learningRates,
    firstStep: 0,
  });
  for (const [i, rate] of learningRates.entries()) {
    reference.train(order.slice(i * BATCH, (i + 1) * BATCH), i, rate);
  }
  const trained = (await session.getWeights()).flatMap(({ values }) => Array.from(values));
  await session.dispose();
  const expected = reference.weights.flat();
  const worst = Math.max(...trained.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
  expect(worst).toBeLessThan(5e-6);
});

test('moments of weights that get no gradient any more end at 0, not among the denormal numbers', async () => {
  const specs = [{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }] as const;
  const optimizer = { name: 'adam', ...adam } as const;
  const session = await simdEngine({ threads: 1 }).prepare(engineModel(modelOf(specs, [1, 2, 1])), {
    ...baseConfig,
    optimizer,
  });
  // The second pixel is lit in the first step only.
  const images = Uint8Array.of(1, 1, 1, 0);
  const loaded = await session.load({
    images,
    labels: Uint8Array.of(0, 1),
    count: 2,
    height: 1,
    width: 2,
    channels: 1,
  });
  const steps = 1200;
  const order = Uint32Array.from({ length: steps * 8 }, (_, i) => (i < 8 ? 0 : 1));
  await session.trainSteps(loaded, {
    order,
    learningRates: new Float64Array(steps).fill(1e-3),
    firstStep: 0,
  });
  const moments = (await session.getOptimizerSlots())[0]?.values ?? new Float32Array();
  await session.dispose();
  expect(moments[0]).not.toBe(0);
  expect(Array.from(moments.subarray(2))).toEqual([0, 0]);
});
