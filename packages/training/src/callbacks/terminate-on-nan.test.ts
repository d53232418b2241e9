import { describe, expect, test } from 'vitest';
import {
  type Script,
  scriptedEngine,
  scriptedWeight,
  tinyModel,
  tinySamples,
  tinyValidation,
} from '../../test/scripted-engine.ts';
import { baseNetwork, buildModel, buildSamples } from '../conformance/network.ts';
import { fit } from '../fit/fit.ts';
import type { FitResult } from '../fit/outcome.ts';
import { useWasmBackend } from '../index.ts';
import { readWeights } from '../model/weights.ts';
import type { Callback } from '../fit/callback.ts';
import { earlyStopping } from './early-stopping.ts';
import { terminateOnNaN } from './terminate-on-nan.ts';

await useWasmBackend();

async function run(
  script: Script,
  callbacks: readonly Callback[],
  validated = false,
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

describe('terminateOnNaN', () => {
  test('ends within the epoch, with the weights of the last end of an epoch', async () => {
    const result = await run({ loss: nanFrom(10) }, [terminateOnNaN()]);
    expect(result).toMatchObject({
      status: 'stopped',
      reason: 'the loss became NaN by step 3 of epoch 3; a lower learning rate than 0.001 may help',
      weight: 8,
    });
    expect(result.history).toHaveLength(2);
  });

  test('an infinite loss is one too', async () => {
    expect(await run({ loss: () => Infinity }, [terminateOnNaN()])).toMatchObject({ status: 'stopped' });
  });

  test('takes the weights of an epoch’s end for good only when a finite loss came from them', async () => {
    // The last step of epoch 2 broke the weights: the first loss of epoch 3 shows it.
    expect(await run({ loss: nanFrom(8) }, [terminateOnNaN()])).toMatchObject({ weight: 4 });
  });

  test('begins with the weights from before the training', async () => {
    const model = tinyModel();
    const before = readWeights(model);
    await fit(model, tinySamples, {
      epochs: 1,
      loss: 'sparseCategoricalCrossentropy',
      engine: scriptedEngine({ loss: () => Number.NaN }),
      callbacks: [terminateOnNaN()],
    });
    expect(readWeights(model)).toEqual(before);
  });

  test('notices a last step whose weights are not finite', async () => {
    const weight = (step: number): number => (step === 7 ? Number.NaN : step + 1);
    const result = await run({ weight }, [terminateOnNaN()]);
    expect(result).toMatchObject({ status: 'stopped', weight: 4 });
    expect(result.history).toHaveLength(2);
  });

  test('notices a validation loss that is not finite', async () => {
    const validationLoss = (index: number): number => (index === 2 ? Infinity : 1);
    const result = await run({ validationLoss }, [terminateOnNaN()], true);
    expect(result).toMatchObject({ status: 'stopped', weight: 8 });
    expect(result.status === 'stopped' && result.reason).toContain(
      'validation loss became Infinity in epoch 3',
    );
  });

  test.each([
    ['before', [terminateOnNaN(), earlyStopping({ patience: 3 })]],
    ['after', [earlyStopping({ patience: 3 }), terminateOnNaN()]],
  ])('standing %s earlyStopping, leaves the best weights to it', async (_, callbacks) => {
    // Epoch 1 is the best, epoch 2 worse, and epoch 3 breaks.
    const loss = (step: number): number => (step >= 9 ? Number.NaN : step);
    expect(await run({ loss }, callbacks)).toMatchObject({ status: 'stopped', weight: 4 });
  });

  test('starts afresh when it is used again', async () => {
    const callback = terminateOnNaN();
    await run({ loss: () => Number.NaN }, [callback]);
    expect(await run({}, [callback])).toMatchObject({ status: 'completed', weight: 16 });
    expect(await run({ loss: nanFrom(5) }, [callback])).toMatchObject({ weight: 4 });
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
      callbacks: [terminateOnNaN()],
    });
    expect(result.status).toBe('stopped');
    expect(readWeights(model).every(({ values }) => values.every(Number.isFinite))).toBe(true);
  });
});
