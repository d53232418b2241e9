import { expect, test } from 'vitest';
import {
  type Script,
  scriptedEngine,
  scriptedWeight,
  tinyModel,
  tinySamples,
  tinyValidation,
} from '../../test/scripted-engine.ts';
import { baseNetwork, buildModel, buildSamples } from '../conformance/network.ts';
import { fit } from './fit.ts';
import type { FitResult } from './outcome.ts';
import { useWasmBackend } from '../index.ts';
import { readWeights } from '../model/weights.ts';
import type { Callback } from './callback.ts';
import { earlyStopping } from '../callbacks/early-stopping.ts';

await useWasmBackend();

async function run(
  script: Script,
  { callbacks = [], validated = false }: { callbacks?: readonly Callback[]; validated?: boolean } = {},
): Promise<FitResult & { weight: number }> {
  const model = tinyModel();
  const result = await fit(model, tinySamples, {
    epochs: 4,
    batchSize: 1,
    stepsPerExecution: 1,
    loss: 'sparseCategoricalCrossentropy',
    ...(validated && { validation: tinyValidation }),
    engine: scriptedEngine(script),
    callbacks,
  });
  return { ...result, weight: scriptedWeight(model) };
}

/** Not a number from a step on; steps 0-3 are epoch 1, which ends with weights of 4, and so on. */
const nanFrom =
  (first: number) =>
  (step: number): number =>
    step >= first ? Number.NaN : 10 - step;

test('a NaN loss ends the training within the epoch, with the weights of the last end of an epoch', async () => {
  const result = await run({ loss: nanFrom(10) });
  expect(result).toMatchObject({ status: 'diverged', epoch: 3, step: 3, loss: Number.NaN, weight: 8 });
  expect(result.history).toHaveLength(2);
});

test('an infinite loss diverges too', async () => {
  expect(await run({ loss: () => Infinity })).toMatchObject({
    status: 'diverged',
    epoch: 1,
    step: 1,
    loss: Infinity,
  });
});

test('the weights of an epoch’s end are good only when a finite loss came from them', async () => {
  // The last step of epoch 2 broke the weights: the first loss of epoch 3 shows it.
  expect(await run({ loss: nanFrom(8) })).toMatchObject({ epoch: 3, step: 1, weight: 4 });
});

test('a first loss of NaN leaves the weights from before the training', async () => {
  const model = tinyModel();
  const before = readWeights(model);
  await fit(model, tinySamples, {
    epochs: 1,
    loss: 'sparseCategoricalCrossentropy',
    engine: scriptedEngine({ loss: () => Number.NaN }),
  });
  expect(readWeights(model)).toEqual(before);
});

test('a last step whose weights are not finite diverges at the end of its epoch, which does not count', async () => {
  const weight = (step: number): number => (step === 7 ? Number.NaN : step + 1);
  const result = await run({ weight });
  expect(result).toMatchObject({ status: 'diverged', epoch: 2, step: 4, loss: Number.NaN, weight: 4 });
  expect(result.history).toHaveLength(1);
});

test('a validation loss that is not finite diverges', async () => {
  const validationLoss = (index: number): number => (index === 2 ? Infinity : 1);
  const result = await run({ validationLoss }, { validated: true });
  expect(result).toMatchObject({ status: 'diverged', epoch: 3, step: 4, loss: Infinity, weight: 8 });
  expect(result.history).toHaveLength(2);
});

test('no callback is called for an epoch that diverged, or keeps its weights', async () => {
  // Epoch 1 is the best, epoch 2 worse, and epoch 3 breaks.
  const loss = (step: number): number => (step >= 9 ? Number.NaN : step);
  const epochs: number[] = [];
  const outcomes: string[] = [];
  const callbacks: Callback[] = [
    earlyStopping({ patience: 3 }),
    {
      onEpochEnd: ({ epoch }) => void epochs.push(epoch),
      onTrainEnd: ({ status }) => void outcomes.push(status),
    },
  ];
  expect(await run({ loss }, { callbacks })).toMatchObject({ status: 'diverged', weight: 4 });
  expect(epochs).toEqual([1, 2]);
  expect(outcomes).toEqual(['diverged']);
});

test('no checkpoint is saved once the training has diverged', async () => {
  const saved: number[] = [];
  await fit(tinyModel(), tinySamples, {
    epochs: 4,
    batchSize: 1,
    stepsPerExecution: 1,
    loss: 'sparseCategoricalCrossentropy',
    engine: scriptedEngine({ loss: nanFrom(6) }),
    checkpoint: { every: 1, save: ({ epoch, partial }) => void saved.push(4 * (epoch - 1) + partial.step) },
  });
  expect(saved).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a learning rate of 1e6 leaves a model with finite weights', async () => {
  // The penalty alone multiplies every kernel by 1 - 2e4 a step: 1e38 is passed within the first epochs.
  const network = { ...baseNetwork, l2: 0.01 };
  const model = buildModel(network);
  const result = await fit(model, buildSamples(network), {
    epochs: 20,
    optimizer: 'sgd',
    learningRate: 1e6,
    loss: 'sparseCategoricalCrossentropy',
  });
  expect(result.status).toBe('diverged');
  expect(readWeights(model).every(({ values }) => values.every(Number.isFinite))).toBe(true);
});
