import { expect, test } from 'vitest';
import { type Checkpoint, earlyStopping, fit, type NamedTensor, readWeights } from '../index.ts';
import { tinyModel, tinySamples, tinyValidation } from '../../test/scripted-engine.ts';
import { averagingShare } from '../settings/averaging.ts';
import type { Engine } from '../engine/contract.ts';
import { tfjsEngine, useWasmBackend } from '../index.ts';

/** The tfjs engine, and the weights that each validation saw. */
function watchedEngine(): Engine & { readonly validated: (readonly NamedTensor[])[] } {
  const engine = tfjsEngine();
  const validated: (readonly NamedTensor[])[] = [];
  return {
    name: engine.name,
    validated,
    async prepare(model, config) {
      const session = await engine.prepare(model, config);
      const evaluateBatches = session.evaluateBatches.bind(session);
      session.evaluateBatches = async (samples, range) => {
        validated.push(await session.getWeights());
        return evaluateBatches(samples, range);
      };
      return session;
    },
  };
}

const options = { optimizer: 'sgd', learningRate: 0.5, batchSize: 1, seed: 3 } as const;

test('validation and the trained model take the average, the steps the weights themselves', async () => {
  await useWasmBackend();
  const plain = tinyModel();
  const weights = [readWeights(plain).map(({ values }) => Array.from(values))];
  await fit(plain, tinySamples, {
    ...options,
    epochs: 2,
    stepsPerExecution: 1,
    callbacks: [
      {
        async onTrainBatchEnd(_, training) {
          weights.push((await training.getWeights()).map(({ values }) => Array.from(values)));
        },
      },
    ],
  });
  const expected = [weights[0]!];
  for (const [step, now] of weights.slice(1).entries()) {
    const decay = Math.min(0.6, (1 + step) / (10 + step));
    const before = expected.at(-1)!;
    expected.push(
      now.map((values, tensor) => values.map((w, i) => decay * before[tensor]![i]! + (1 - decay) * w)),
    );
  }

  const averaged = tinyModel();
  const engine = watchedEngine();
  await fit(averaged, tinySamples, {
    ...options,
    epochs: 2,
    engine,
    average: { name: 'ema', decay: 0.6 },
    validation: tinyValidation,
  });
  const close = (found: readonly NamedTensor[], step: number): void => {
    for (const [tensor, { values }] of found.entries()) {
      for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[step]![tensor]![i]!, 6);
    }
  };
  close(engine.validated[0]!, 4);
  close(engine.validated[1]!, 8);
  close(readWeights(averaged), 8);
});

test('early stopping brings back the average of the best epoch', async () => {
  await useWasmBackend();
  const model = tinyModel();
  const engine = watchedEngine();
  let epoch = 0;
  const { status } = await fit(model, tinySamples, {
    ...options,
    epochs: 9,
    engine,
    average: 'ema',
    validation: tinyValidation,
    callbacks: [{ onEpochBegin: (now) => void (epoch = now) }, earlyStopping({ patience: 1, minDelta: 100 })],
  });
  expect([status, epoch]).toEqual(['stopped', 2]);
  expect(readWeights(model).map(({ values }) => values)).toEqual(
    engine.validated[0]!.map(({ values }) => values),
  );
});

test('the decay grows from 0.1 to the one that is asked for', () => {
  const shares = [0, 1, 8, 90, 100_000].map((step) => averagingShare({ name: 'ema', decay: 0.999 }, step));
  // 1 - 1/10, 1 - 2/11, 1 - 9/18, 1 - 91/100
  for (const [i, share] of [0.9, 9 / 11, 0.5, 0.09, 0.001].entries())
    expect(shares[i]).toBeCloseTo(share, 12);
});

test('a model that is brought up to date in mid-training does not change the training, nor its checkpoints', async () => {
  await useWasmBackend();
  const train = async (synced: boolean): Promise<readonly unknown[]> => {
    const model = tinyModel();
    const checkpoints: Checkpoint[] = [];
    const { history } = await fit(model, tinySamples, {
      ...options,
      epochs: 3,
      stepsPerExecution: 1,
      average: { name: 'ema', decay: 0.6 },
      validation: tinyValidation,
      checkpoint: { every: 2, save: (checkpoint) => void checkpoints.push(checkpoint) },
      callbacks: [
        {
          async onTrainBatchEnd(_, training) {
            if (synced) await training.syncModel();
          },
          async onEpochEnd(_, training) {
            if (synced) await training.syncModel();
          },
        },
      ],
    });
    return [
      history.map(({ loss, valLoss }) => [loss, valLoss]),
      checkpoints.map(({ weights, average }) => [weights, average].map((each) => each?.map(valuesOf))),
      readWeights(model).map(valuesOf),
    ];
  };
  expect(await train(true)).toEqual(await train(false));
});

test('a resumed training starts from its checkpoint, whatever a callback brought the model up to date with before', async () => {
  await useWasmBackend();
  const warm = readWeights(tinyModel()).map(({ values, ...tensor }) => ({
    ...tensor,
    values: values.map((value) => value / 2),
  }));
  const checkpoints: Checkpoint[] = [];
  const train = async (epochs: number, resume?: Checkpoint): Promise<readonly unknown[]> => {
    const model = tinyModel();
    await fit(model, tinySamples, {
      ...options,
      epochs,
      average: { name: 'ema', decay: 0.6 },
      checkpoint: { every: 'epoch', save: (checkpoint) => void checkpoints.push(checkpoint) },
      ...(resume && { resume }),
      callbacks: [
        {
          async onTrainBegin(training) {
            await training.setWeights(warm);
            await training.syncModel();
          },
        },
      ],
    });
    return readWeights(model).map(valuesOf);
  };
  const whole = await train(3);
  expect(await train(3, checkpoints[0])).toEqual(whole);
});

function valuesOf({ values }: NamedTensor): readonly number[] {
  return Array.from(values);
}
