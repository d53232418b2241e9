import { describe, expect, test } from 'vitest';
import {
  scriptedEngine,
  scriptedWeight,
  tinyModel,
  tinySamples,
  tinyValidation,
} from '../../test/scripted-engine.ts';
import { fit } from '../fit/fit.ts';
import type { FitResult } from '../fit/outcome.ts';
import { useWasmBackend } from '../index.ts';
import type { Callback } from '../fit/callback.ts';
import { csvLog } from './csv-log.ts';
import { historyRecorder } from './history.ts';
import { saveBest } from './save-best.ts';

await useWasmBackend();

async function run(
  losses: readonly number[],
  callbacks: readonly Callback[],
  validated = true,
): Promise<FitResult> {
  return fit(tinyModel(), tinySamples, {
    epochs: losses.length,
    batchSize: 1,
    learningRate: 0.5,
    loss: 'sparseCategoricalCrossentropy',
    ...(validated && { validation: tinyValidation }),
    engine: scriptedEngine({ validationLoss: (index) => losses[index]!, loss: (step) => 2 * step }),
    callbacks,
  });
}

describe('saveBest', () => {
  test('saves the model after every epoch that is the best so far, with that epoch’s weights', async () => {
    const saved: (readonly [epoch: number, weight: number])[] = [];
    const callback = saveBest({
      save: (model, { epoch }) => void saved.push([epoch, scriptedWeight(model)]),
    });
    await run([5, 6, 4, 4], [callback]);
    expect(saved).toEqual([
      [1, 4],
      [3, 12],
    ]);
    await run([9], [callback]);
    expect(saved.at(-1)).toEqual([1, 4]);
  });

  test('is waited for, and its failure ends the training', async () => {
    const engine = scriptedEngine();
    const training = fit(tinyModel(), tinySamples, {
      epochs: 5,
      loss: 'sparseCategoricalCrossentropy',
      engine,
      callbacks: [
        saveBest({
          save: async () => {
            await Promise.resolve();
            throw new Error('The disk is full');
          },
        }),
      ],
    });
    await expect(training).rejects.toThrow('The disk is full');
    expect(engine.learningRates).toHaveLength(1);
    expect(engine.disposed).toBe(true);
  });

  test('refuses a metric that there is not', () => {
    // @ts-expect-error: what a caller without types can pass
    expect(() => saveBest({ monitor: 'val_loss', save: () => {} })).toThrow(
      'Unknown metric "val_loss"; there are loss, accuracy, valLoss, valAccuracy. Did you mean valLoss?',
    );
  });
});

describe('historyRecorder', () => {
  test('keeps what fit returns, and starts afresh when it is used again', async () => {
    const recorder = historyRecorder();
    for (const losses of [[3, 2], [1]]) {
      const { history } = await run(losses, [recorder]);
      expect(recorder.records).toEqual(history);
      expect(history.map(({ valLoss }) => valLoss)).toEqual(losses);
    }
  });
});

describe('csvLog', () => {
  test('writes a header and one line per epoch, with the columns of Keras’ CSVLogger', async () => {
    let text = '';
    await run([3, 2], [csvLog((line) => void (text += line))]);
    const [header, ...lines] = text.trimEnd().split('\n');
    expect(header).toBe('epoch,loss,accuracy,val_loss,val_accuracy,seconds,learning_rate');
    // Losses of steps 0-3 are 0, 2, 4, 6, of steps 4-7 8 to 14; the script predicts nothing right.
    expect(lines.map((line) => line.split(',').toSpliced(5, 1))).toEqual([
      ['1', '3', '0', '3', '0', '0.5'],
      ['2', '11', '0', '2', '0', '0.5'],
    ]);
    expect(Number(lines[0]!.split(',')[5])).toBeGreaterThan(0);
  });

  test('leaves the validation’s fields empty without one', async () => {
    let text = '';
    await run([3], [csvLog((line) => void (text += line))], false);
    expect(text.split('\n')[1]).toMatch(/^1,3,0,,,[\d.e-]+,0\.5$/);
  });
});
