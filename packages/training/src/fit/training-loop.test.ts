import { describe, expect, test } from 'vitest';
import {
  scriptedEngine,
  scriptedWeight,
  tinyModel,
  tinySamples,
  tinyValidation,
} from '../../test/scripted-engine.ts';
import type { Callback } from './callback.ts';
import { fit, type FitOptions, useWasmBackend } from '../index.ts';

await useWasmBackend();

const options: FitOptions = {
  epochs: 2,
  batchSize: 2,
  stepsPerExecution: 1,
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'sgd',
  learningRate: 1,
};

describe('callbacks', () => {
  test('hear of everything in Keras’ order, one after the other in the order of the list', async () => {
    const heard: string[] = [];
    const listener = (name: string): Callback => ({
      onTrainBegin: ({ epochs, stepsPerEpoch, validated }) =>
        void heard.push(`${name} train begin ${epochs} ${stepsPerEpoch} ${validated}`),
      onEpochBegin: (epoch) => void heard.push(`${name} epoch begin ${epoch}`),
      onTrainBatchEnd: async ({ epoch, step, loss }) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        heard.push(`${name} batch end ${epoch}.${step} ${loss}`);
      },
      onEpochEnd: ({ epoch, valLoss }) => void heard.push(`${name} epoch end ${epoch} ${valLoss}`),
      onTrainEnd: ({ status }) => void heard.push(`${name} train end ${status}`),
    });
    await fit(tinyModel(), tinySamples, {
      ...options,
      epochs: 1,
      validation: tinyValidation,
      engine: scriptedEngine({ loss: (step) => 4 - step, validationLoss: () => 7 }),
      callbacks: [listener('a'), listener('b')],
    });
    const moments = [
      'train begin 1 2 true',
      'epoch begin 1',
      'batch end 1.1 4',
      'batch end 1.2 3.5',
      'epoch end 1 7',
      'train end completed',
    ];
    expect(heard).toEqual(moments.flatMap((moment) => [`a ${moment}`, `b ${moment}`]));
  });

  test('find the model up to date after syncModel, and at the end', async () => {
    const model = tinyModel();
    const before = scriptedWeight(model);
    const found: number[] = [];
    await fit(model, tinySamples, {
      ...options,
      epochs: 1,
      engine: scriptedEngine(),
      callbacks: [
        {
          onEpochEnd: async (_, training) => {
            found.push(scriptedWeight(training.model), (await training.getWeights())[0]!.values[0]!);
            await training.syncModel();
            found.push(scriptedWeight(training.model));
          },
          onTrainEnd: () => void found.push(scriptedWeight(model)),
        },
      ],
    });
    expect(found).toEqual([before, 2, 2, 2]);
  });
});

describe('learning rate', () => {
  test('follows the schedule at every step, and the record holds that of the last', async () => {
    const engine = scriptedEngine();
    const { history } = await fit(tinyModel(), tinySamples, {
      ...options,
      schedule: { name: 'exponential', factor: 0.25 },
      stepsPerExecution: 3,
      engine,
    });
    expect(engine.learningRates).toEqual([1, 0.5, 0.25, 0.125]);
    expect(history.map(({ learningRate }) => learningRate)).toEqual([0.5, 0.125]);
  });

  test.each([
    ['constant', [1, 1]],
    [{ name: 'step', every: 1, factor: 0.1 }, [1, 0.1]],
    // Steps 0-3 of 4: (1 + cos(pi * step / 4)) / 2 at steps 1 and 3.
    ['cosine', [(1 + Math.SQRT1_2) / 2, (1 - Math.SQRT1_2) / 2]],
    [{ name: 'cosine', warmup: 1 }, [1, 0.5]],
  ] as const)('of each epoch under %j', async (schedule, expected) => {
    const { history } = await fit(tinyModel(), tinySamples, {
      ...options,
      schedule,
      engine: scriptedEngine(),
    });
    for (const [index, { learningRate }] of history.entries()) {
      expect(learningRate).toBeCloseTo(expected[index]!, 12);
    }
  });

  test('that a callback sets counts from the next step, and the schedule multiplies it', async () => {
    const engine = scriptedEngine();
    const { history } = await fit(tinyModel(), tinySamples, {
      ...options,
      schedule: { name: 'step', every: 1, factor: 0.1 },
      engine,
      callbacks: [
        {
          onTrainBatchEnd: ({ epoch, step }, training) => {
            if (epoch === 1 && step === 2) training.learningRate = 4;
          },
        },
      ],
    });
    expect(engine.learningRates).toEqual([1, 1, 0.4, 0.4]);
    // Set after the last step of epoch 1, which still took 1.
    expect(history.map(({ learningRate }) => learningRate)).toEqual([1, 0.4]);
  });

  test.each([0, -1, Number.NaN, Infinity])('cannot be set to %d', async (rate) => {
    const callback: Callback = {
      onEpochBegin: (_, training) => {
        training.learningRate = rate;
      },
    };
    const training = fit(tinyModel(), tinySamples, {
      ...options,
      engine: scriptedEngine(),
      callbacks: [callback],
    });
    await expect(training).rejects.toThrow(`A learning rate is above 0; found ${rate}`);
  });
});

describe('stopping', () => {
  test('within an epoch ends it there: no record, the first reason, the weights so far', async () => {
    const model = tinyModel();
    const engine = scriptedEngine();
    const result = await fit(model, tinySamples, {
      ...options,
      epochs: 5,
      engine,
      callbacks: [
        {
          onTrainBatchEnd: ({ epoch, step }, training) => {
            if (epoch === 3 && step === 1) training.stop('enough');
            if (epoch === 3 && step === 1) training.stop('more than enough');
          },
        },
      ],
    });
    expect(result).toMatchObject({ status: 'stopped', reason: 'enough' });
    expect(result.history).toHaveLength(2);
    expect(engine.learningRates).toHaveLength(5);
    expect(scriptedWeight(model)).toBe(5);
    expect(engine.disposed).toBe(true);
  });

  test('after an epoch keeps its record', async () => {
    const { history, status } = await fit(tinyModel(), tinySamples, {
      ...options,
      engine: scriptedEngine(),
      callbacks: [{ onEpochEnd: (_, training) => training.stop('once is enough') }],
    });
    expect(status).toBe('stopped');
    expect(history).toHaveLength(1);
  });
});

describe('the abort signal', () => {
  test('interrupts after the present run of steps; the model holds what was trained', async () => {
    const model = tinyModel();
    const abort = new AbortController();
    let outcome = '';
    const result = await fit(model, tinySamples, {
      ...options,
      epochs: 5,
      engine: scriptedEngine({ loss: (step) => (step === 2 ? (abort.abort(), 1) : 1) }),
      signal: abort.signal,
      callbacks: [{ onTrainEnd: ({ status }) => void (outcome = status) }],
    });
    expect(result.status).toBe('interrupted');
    expect(result.history).toHaveLength(1);
    expect(outcome).toBe('interrupted');
    expect(scriptedWeight(model)).toBe(3);
  });

  test('aborted before the start leaves the model as it was', async () => {
    const model = tinyModel();
    const before = scriptedWeight(model);
    const engine = scriptedEngine();
    const result = await fit(model, tinySamples, { ...options, engine, signal: AbortSignal.abort() });
    expect(result).toEqual({ status: 'interrupted', history: [] });
    expect(engine.runs).toHaveLength(0);
    expect(scriptedWeight(model)).toBe(before);
  });

  test('within a validation leaves out the epoch’s record, whose figures would be wrong', async () => {
    const abort = new AbortController();
    const result = await fit(tinyModel(), tinySamples, {
      ...options,
      validation: tinyValidation,
      engine: scriptedEngine({ validationLoss: () => (abort.abort(), 1) }),
      signal: abort.signal,
    });
    expect(result).toEqual({ status: 'interrupted', history: [] });
  });
});
