import { describe, expect, test } from 'vitest';
import { scriptedEngine, tinyModel, tinySamples } from '../../test/scripted-engine.ts';
import { fit } from '../fit/fit.ts';
import { useWasmBackend } from '../index.ts';
import type { ScheduleOption } from '../settings/schedules.ts';
import type { Callback } from '../fit/callback.ts';
import { reduceOnPlateau, type ReduceOnPlateauOptions } from './reduce-on-plateau.ts';

await useWasmBackend();

/** The rate of each epoch's step, at which the losses came about; one step an epoch. */
async function rates(
  losses: readonly number[],
  callback: Callback,
  schedule: ScheduleOption = 'constant',
): Promise<readonly number[]> {
  const engine = scriptedEngine({ loss: (step) => losses[step]! });
  const { history } = await fit(tinyModel(), tinySamples, {
    epochs: losses.length,
    batchSize: 4,
    optimizer: 'sgd',
    learningRate: 1,
    schedule,
    loss: 'sparseCategoricalCrossentropy',
    engine,
    callbacks: [callback],
  });
  expect(history.map(({ learningRate }) => learningRate)).toEqual(engine.learningRates);
  return engine.learningRates;
}

describe('reduceOnPlateau, as Keras’ ReduceLROnPlateau', () => {
  test('multiplies the rate after `patience` epochs without an improvement, and counts anew', async () => {
    const callback = reduceOnPlateau({ factor: 0.5, patience: 2 });
    expect(await rates([3, 3, 3, 3, 3, 3], callback)).toEqual([1, 1, 1, 0.5, 0.5, 0.25]);
  });

  test('an improvement of minDelta or less is none', async () => {
    const callback = reduceOnPlateau({ factor: 0.5, patience: 1, minDelta: 0.25 });
    expect(await rates([3, 2.75, 2.5, 2, 2], callback)).toEqual([1, 1, 0.5, 0.5, 0.5]);
  });

  // Worked through Keras' on_epoch_end: after the fall that ends epoch 2 the cooldown is 2; epoch 3 takes it to 1 and
  // does not count; epoch 4 takes it to 0 and counts as the first without an improvement, epoch 5 as the second.
  test('does not count epochs in the cooldown, but the one that ends it', async () => {
    const callback = reduceOnPlateau({ factor: 0.5, patience: 1, cooldown: 2 });
    expect(await rates([3, 3, 3, 3, 3, 3], callback)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
    const patient = reduceOnPlateau({ factor: 0.5, patience: 2, cooldown: 2 });
    expect(await rates([3, 3, 3, 3, 3, 3, 3], patient)).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.25]);
  });

  test('does not go below the floor', async () => {
    const callback = reduceOnPlateau({ factor: 0.5, patience: 1, minLearningRate: 0.3 });
    expect(await rates([3, 3, 3, 3], callback)).toEqual([1, 1, 0.5, 0.3]);
  });

  test('leaves a rate alone that is below the floor', async () => {
    const callback = reduceOnPlateau({ factor: 0.5, patience: 1, minLearningRate: 2 });
    expect(await rates([3, 3, 3], callback)).toEqual([1, 1, 1]);
  });

  test('lowers what a schedule multiplies', async () => {
    const callback = reduceOnPlateau({ factor: 0.5, patience: 1 });
    const schedule = { name: 'step', every: 2, factor: 0.1 } as const;
    expect(await rates([3, 3, 3, 3], callback, schedule)).toEqual([1, 1, 0.5 * 0.1, 0.25 * 0.1]);
  });

  test('stops lowering a rate that would become 0', async () => {
    const callback = reduceOnPlateau({ factor: 1e-200, patience: 1 });
    expect(await rates([3, 3, 3, 3], callback)).toEqual([1, 1, 1e-200, 1e-200]);
  });

  test('starts afresh when it is used again', async () => {
    const callback = reduceOnPlateau({ factor: 0.5, patience: 2, cooldown: 5 });
    await rates([1, 1, 1, 1], callback);
    expect(await rates([3, 3, 3, 3], callback)).toEqual([1, 1, 1, 0.5]);
  });

  test.each<[ReduceOnPlateauOptions, string]>([
    [{ factor: 1 }, 'factor is in (0, 1); found 1'],
    [{ patience: 0 }, 'patience is a whole number, at least 1; found 0'],
    [{ minDelta: Number.NaN }, 'minDelta is at least 0; found NaN'],
    [{ cooldown: -1 }, 'cooldown is a whole number of epochs, at least 0; found -1'],
    [{ minLearningRate: -1 }, 'minLearningRate is at least 0; found -1'],
  ])('refuses %j', (options, message) => {
    expect(() => reduceOnPlateau(options)).toThrow(message);
  });
});
