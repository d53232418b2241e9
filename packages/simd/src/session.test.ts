import { engineModel, useWasmBackend } from '@atelier/training';
import { beforeAll, describe, expect, test } from 'vitest';
import { baseConfig } from '../test/base-config.ts';
import { modelOf } from '../test/reference.ts';
import { randomSamples } from '../test/samples.ts';
import { threadsInTurn } from '../test/threads-in-turn.ts';
import { compile } from './compile.ts';
import { simdEngine } from './index.ts';
import { EngineMemory } from './memory/engine-memory.ts';
import { SimdSession } from './session.ts';
import { Staging } from './staging.ts';
import type { Runner } from './threads/runner.ts';

beforeAll(() => useWasmBackend());

const shape = [2, 3, 1] as const;
const samples = randomSamples(shape, 40, 3);
const busy = 'The simd engine is busy: await one call before the next';

function smallModel() {
  return engineModel(
    modelOf([{ type: 'flatten' }, { type: 'dense', units: 3, activation: 'softmax' }], shape),
  );
}

describe.each([1, 2])('a session of %i threads', (threads) => {
  test('refuses every call while one runs, and that one is not disturbed', async () => {
    const session = await simdEngine({ threads }).prepare(smallModel(), baseConfig);
    const loaded = await session.load(samples);
    const [early, late] = [
      { start: 0, end: 20 },
      { start: 20, end: 40 },
    ];
    const before = await session.getWeights();
    const [expected, others] = [await session.predict(loaded, early), await session.predict(loaded, late)];
    expect(others).not.toEqual(expected);
    const refused = async (): Promise<void> => {
      const steps = { order: Uint32Array.of(0), learningRates: Float64Array.of(1), firstStep: 0 };
      const calls = [
        session.predict(loaded, late),
        session.evaluateBatches(loaded, late),
        session.trainSteps(loaded, steps),
        session.load(samples),
        session.getWeights(),
        session.setWeights(before.map((tensor) => ({ ...tensor, values: tensor.values.map(() => 0) }))),
        session.getOptimizerSlots(),
        session.setOptimizerSlots([]),
        session.getAverage(),
        session.setAverage([]),
      ];
      for (const call of await Promise.allSettled(calls)) {
        expect(call).toMatchObject({ status: 'rejected', reason: { message: busy } });
      }
    };
    const [found] = await Promise.all([session.predict(loaded, early), refused()]);
    expect(found).toEqual(expected);
    const [measured] = await Promise.all([session.evaluateBatches(loaded, early), refused()]);
    expect(measured).toEqual(await session.evaluateBatches(loaded, early));
    expect(await session.getWeights()).toEqual(before);
    await session.dispose();
  });

  test('can be disposed while a call runs', async () => {
    const session = await simdEngine({ threads }).prepare(smallModel(), baseConfig);
    const run = session.predict(await session.load(samples), { start: 0, end: 40 });
    run.catch(() => {});
    await session.dispose();
    await expect(session.getWeights()).rejects.toThrow('This session was disposed');
  });
});

test("samples of a disposed session take no other images: their memory may be the next one's", async () => {
  const session = await simdEngine({ threads: 1 }).prepare(smallModel(), baseConfig);
  const loaded = await session.load(samples);
  await session.dispose();
  expect(() => loaded.replaceImages(samples.images)).toThrow('The session of these samples was disposed');
});

test('a call that failed does not keep the next ones out', async () => {
  const model = smallModel();
  const plan = compile(model.network, baseConfig, 1);
  const staging = new Staging(baseConfig, plan.outputs, plan.arena);
  const memory = new EngineMemory(plan.arena.end, false);
  const kernels = threadsInTurn(memory, 1, false);
  let runs = 0;
  const runner: Runner = {
    ...kernels,
    async run() {
      if (runs++ === 0) throw new Error('a passing fault');
      return kernels.run();
    },
  };
  const session = new SimdSession({ model, config: baseConfig, plan, staging, memory, runner });
  const loaded = await session.load(samples);
  const range = { start: 0, end: 40 };
  await expect(session.predict(loaded, range)).rejects.toThrow('a passing fault');
  expect(await session.predict(loaded, range)).toHaveLength(120);
  await session.dispose();
});

test('a session whose weights became NaN trains on when weights and slots are set again, its padding too', async () => {
  // 279 pixels leave places of the weights free, 3 units a column.
  const pictures = [9, 31, 1] as const;
  const model = engineModel(
    modelOf([{ type: 'flatten' }, { type: 'dense', units: 3, activation: 'softmax' }], pictures),
  );
  const optimizer = { name: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
  const config = { ...baseConfig, optimizer, batchSize: 4, globalClipNorm: 0.5 };
  const session = await simdEngine({ threads: 1 }).prepare(model, config);
  const loaded = await session.load(randomSamples(pictures, 8, 3));
  const steps = {
    order: Uint32Array.from({ length: 8 }, (_, index) => index),
    learningRates: Float64Array.of(0.1, 0.1),
    firstStep: 0,
  };
  const [weights, slots] = [await session.getWeights(), await session.getOptimizerSlots()];
  const { losses: expected } = await session.trainSteps(loaded, steps);
  await session.setWeights(weights.map((tensor) => ({ ...tensor, values: tensor.values.map(() => NaN) })));
  expect((await session.trainSteps(loaded, steps)).losses).toEqual(Float64Array.of(NaN, NaN));
  await session.setWeights(weights);
  await session.setOptimizerSlots(slots);
  expect((await session.trainSteps(loaded, steps)).losses).toEqual(expected);
  await session.dispose();
});
