import { describe, expect, test } from 'vitest';
import {
  scriptedEngine,
  scriptedWeight,
  tinyModel,
  tinySamples,
  tinyValidation,
} from '../../test/scripted-engine.ts';
import { useWasmBackend } from '../index.ts';
import { fit } from '../fit/fit.ts';
import type { FitResult } from '../fit/outcome.ts';
import { earlyStopping, type EarlyStoppingOptions } from './early-stopping.ts';

await useWasmBackend();

/** Each epoch is four steps, so epoch e ends with weights of 4e. */
async function run(
  valLosses: readonly number[],
  options: EarlyStoppingOptions,
): Promise<FitResult & { weight: number }> {
  const model = tinyModel();
  const result = await fit(model, tinySamples, {
    epochs: valLosses.length,
    batchSize: 1,
    loss: 'sparseCategoricalCrossentropy',
    validation: tinyValidation,
    engine: scriptedEngine({ validationLoss: (index) => valLosses[index]! }),
    callbacks: [earlyStopping(options)],
  });
  return { ...result, weight: scriptedWeight(model) };
}

describe('earlyStopping', () => {
  test('ends training after `patience` epochs without an improvement, with the best epoch’s weights', async () => {
    const result = await run([5, 4, 6, 4, 3], { patience: 2 });
    expect(result).toMatchObject({ status: 'stopped', reason: 'val_loss has not improved for 2 epochs' });
    expect(result.history).toHaveLength(4);
    expect(result.weight).toBe(8);
  });

  test('counts anew after an improvement', async () => {
    const result = await run([5, 6, 4, 6, 3], { patience: 2 });
    expect(result).toMatchObject({ status: 'completed', weight: 20 });
  });

  test('takes an improvement of minDelta or less for none', async () => {
    const result = await run([5, 4.5, 4, 3], { patience: 2, minDelta: 1 });
    expect(result.status).toBe('stopped');
    expect(result.history).toHaveLength(3);
    expect(result.weight).toBe(4);
  });

  test('restores the best weights also when training ends by itself', async () => {
    expect(await run([5, 4, 6], { patience: 2 })).toMatchObject({ status: 'completed', weight: 8 });
  });

  test('keeps the last weights when told so', async () => {
    expect(await run([5, 4, 6], { patience: 1, restoreBestWeights: false })).toMatchObject({ weight: 12 });
  });

  test('restores the best weights when an epoch is broken off right after the best one', async () => {
    const model = tinyModel();
    const abort = new AbortController();
    const result = await fit(model, tinySamples, {
      epochs: 3,
      batchSize: 1,
      stepsPerExecution: 1,
      loss: 'sparseCategoricalCrossentropy',
      engine: scriptedEngine({ loss: (step) => 10 - step }),
      signal: abort.signal,
      callbacks: [
        earlyStopping({ patience: 2 }),
        { onTrainBatchEnd: ({ epoch, step }) => void (epoch === 2 && step === 3 && abort.abort()) },
      ],
    });
    expect(result.status).toBe('interrupted');
    expect(scriptedWeight(model)).toBe(4);
  });

  test('watches an accuracy for the highest', async () => {
    // The script predicts nothing right: an accuracy that stays at 0.
    const result = await run([3, 2, 1], { patience: 1, monitor: 'valAccuracy' });
    expect(result).toMatchObject({ status: 'stopped', reason: 'val_accuracy has not improved for 1 epoch' });
  });

  test('starts afresh when it is used again', async () => {
    const callback = earlyStopping({ patience: 2 });
    for (const base of [0, 100]) {
      const result = await fit(tinyModel(), tinySamples, {
        epochs: 4,
        batchSize: 4,
        loss: 'sparseCategoricalCrossentropy',
        engine: scriptedEngine({ loss: (step) => base - step }),
        callbacks: [callback],
      });
      expect(result.status).toBe('completed');
    }
  });

  test('refuses to watch a validation that the training does not have', async () => {
    const training = fit(tinyModel(), tinySamples, {
      epochs: 1,
      loss: 'sparseCategoricalCrossentropy',
      engine: scriptedEngine(),
      callbacks: [earlyStopping({ patience: 1, monitor: 'valLoss' })],
    });
    await expect(training).rejects.toThrow('valLoss cannot be monitored: this training has no validation');
  });

  test.each([
    [{ patience: 0 }, 'patience is a whole number, at least 1; found 0'],
    [{ patience: 1, minDelta: -1 }, 'minDelta is at least 0; found -1'],
  ])('refuses %j', (options, message) => {
    expect(() => earlyStopping(options)).toThrow(message);
  });
});
