import { describe, expect, test } from 'vitest';
import { scriptedEngine, tinyModel, tinySamples } from '../../test/scripted-engine.ts';
import { fit } from '../fit/fit.ts';
import { useWasmBackend } from '../index.ts';
import { progress, type ProgressUpdate } from './progress.ts';

await useWasmBackend();

/** Four steps per epoch, each of which takes `step` milliseconds of the injected clock. */
async function updates(step: number, interval?: number): Promise<ProgressUpdate[]> {
  let time = 1000;
  const found: ProgressUpdate[] = [];
  await fit(tinyModel(), tinySamples, {
    epochs: 2,
    batchSize: 1,
    stepsPerExecution: 1,
    loss: 'sparseCategoricalCrossentropy',
    engine: scriptedEngine({
      loss: (index) => {
        time += step;
        return index;
      },
    }),
    callbacks: [
      progress({
        onUpdate: (update) => found.push(update),
        now: () => time,
        ...(interval !== undefined && { interval }),
      }),
    ],
  });
  return found;
}

describe('progress', () => {
  test('tells every step of a slow training, with the means so far and the seconds left', async () => {
    const found = await updates(2000);
    expect(found.map(({ epoch, step }) => [epoch, step])).toEqual(
      [1, 2].flatMap((epoch) => [1, 2, 3, 4].map((step) => [epoch, step])),
    );
    expect(found.map(({ loss }) => loss)).toEqual([0, 0.5, 1, 1.5, 4, 4.5, 5, 5.5]);
    expect(found.map(({ secondsLeft }) => secondsLeft)).toEqual([6, 4, 2, 0, 6, 4, 2, 0]);
    expect(found[0]).toMatchObject({ epochs: 2, stepsPerEpoch: 4 });
  });

  test('leaves out steps within the interval, but never the last of an epoch', async () => {
    // At 40 ms a step: the first at 40, the next due at 140 or later, then the last.
    const found = await updates(40);
    expect(found.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 1],
      [1, 4],
      [2, 3],
      [2, 4],
    ]);
  });

  test('an interval of 0 leaves out none', async () => {
    expect(await updates(0, 0)).toHaveLength(8);
  });
});
