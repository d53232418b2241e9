import { engineModel, type NamedTensor, type Samples, useWasmBackend } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { baseConfig } from '../../test/base-config.ts';
import { modelOf } from '../../test/reference.ts';
import { randomSamples } from '../../test/samples.ts';
import { dense, input, pictures, tenants, wideDense } from '../../test/thread-networks.ts';
import { simdEngine } from '../index.ts';
import { EngineMemory } from '../memory/engine-memory.ts';
import { compile } from '../compile.ts';
import type { RunningWorker } from '../platform/platform.ts';
import { SimdSession } from '../session.ts';
import { Staging } from '../staging.ts';
import { inlineRunner } from './inline-runner.ts';
import { ThreadPool } from './thread-pool.ts';

beforeAll(() => useWasmBackend());

const samples = randomSamples(input, 101, 7);
const optimizer = { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

/** Losses, predictions and weights after two passes, the last batch of each a short one. */
async function outcome(
  trained: LayersModel,
  threads: number | undefined,
  globalClipNorm: number | null,
  batchSize = 13,
): Promise<unknown> {
  const config = { ...baseConfig, optimizer, batchSize, globalClipNorm, seed: 5 };
  const session = await simdEngine({ threads }).prepare(engineModel(trained), config);
  try {
    const loaded = await session.load(samples);
    const order = Uint32Array.from({ length: 101 }, (_, i) => (i * 30) % 101);
    const losses: number[] = [];
    for (const firstStep of [0, 8]) {
      const learningRates = new Float64Array(Math.ceil(samples.count / batchSize)).fill(0.01);
      losses.push(...(await session.trainSteps(loaded, { order, learningRates, firstStep })).losses);
    }
    const evaluated = await session.evaluateBatches(loaded, { start: 3, end: 99 });
    const predicted = await session.predict(loaded, { start: 3, end: 99 });
    return [
      losses,
      evaluated,
      predicted,
      bits(await session.getWeights()),
      bits(await session.getOptimizerSlots()),
    ];
  } finally {
    await session.dispose();
  }
}

function bits(tensors: readonly NamedTensor[]): unknown {
  return tensors.map(({ values }) => new Uint32Array(Float32Array.from(values).buffer));
}

describe('any number of threads computes the same bits', () => {
  test.each([
    ['a dense network', dense, null],
    ['a dense network, clipped', dense, 0.05],
    ['a wide network', wideDense, null],
    ['a wide network, clipped', wideDense, 0.05],
    ['a wide network with large batches', wideDense, null, 300],
    ['a convolutional network', pictures, null],
    ['a convolutional network, clipped', pictures, 0.05],
    ['buffers of one size that take turns in one place', tenants, null, 3],
  ] as const)('for %s', async (_, specs, clip, batchSize?: number) => {
    const model = modelOf(specs, input);
    const alone = await outcome(model, 1, clip, batchSize);
    // 8 threads on two cores: more than can run at once, and more than some layers have work for; undefined:
    // as many as the engine chooses while it runs.
    for (const threads of [2, 3, 8, undefined])
      expect(await outcome(model, threads, clip, batchSize)).toEqual(alone);
  });
});

/** A session whose workers the test can get hold of, with work for some seconds, and a calling thread that must not wait. */
async function longRun(
  threads: number,
): Promise<{ session: SimdSession; workers: RunningWorker[]; run: Promise<unknown> }> {
  const config = { ...baseConfig, batchSize: 64 };
  const wide = engineModel(
    modelOf(
      [{ type: 'flatten' }, { type: 'dense', units: 512, activation: 'relu' }, ...dense.slice(-1)],
      input,
    ),
  );
  const plan = compile(wide.network, config, threads);
  const staging = new Staging(config, plan.outputs, plan.arena);
  const memory = new EngineMemory(plan.arena.end, true);
  const workers: RunningWorker[] = [];
  const runner = await ThreadPool.start(memory.memory, threads, undefined, {
    ...platform,
    canWait: () => false,
    async startWorker(events) {
      const worker = await platform.startWorker(events, undefined);
      workers.push(worker);
      return worker;
    },
  });
  const session = new SimdSession({ model: wide, config, plan, staging, memory, runner });
  const loaded = await session.load(samples);
  const order = new Uint32Array(64 * 20_000);
  const run = session.trainSteps(loaded, {
    order,
    learningRates: new Float64Array(20_000).fill(1e-3),
    firstStep: 0,
  });
  // Its failure is looked at later.
  run.catch(() => {});
  return { session, workers, run };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

describe('threads', () => {
  test('that die during a run make the call fail, and the next ones too', async () => {
    const { session, workers, run } = await longRun(3);
    await sleep(30);
    await workers[1]?.terminate();
    await expect(run).rejects.toThrow(/Thread 2 of 3 of the simd engine died: it ended with code 1/);
    const small: Samples = samples;
    const loaded = await session.load(small);
    await expect(session.predict(loaded, { start: 0, end: 1 })).rejects.toThrow('Make a new session');
    await session.dispose();
  });

  test('end with their session, though it is during a run', async () => {
    const { session, run } = await longRun(2);
    await sleep(20);
    await session.dispose();
    await session.dispose();
    await expect(run).rejects.toThrow('disposed during a run');
  });

  test('leave the event loop of a calling thread that must not wait to others while they work', async () => {
    const { session, run } = await longRun(2);
    let ended = false;
    const mark = (): void => {
      ended = true;
    };
    run.then(mark, mark);
    for (let turn = 0; turn < 20; turn++) {
      await sleep(1);
      // Were the loop blocked, its next turn would come after the run.
      expect(ended).toBe(false);
    }
    await session.dispose();
    await expect(run).rejects.toThrow('disposed during a run');
  });

  test('that come in the midst of a training do not change its bits', async () => {
    const model = engineModel(modelOf(dense, input));
    const config = { ...baseConfig, optimizer, batchSize: 13 };
    const begin = async (runner: 'inline' | 'pool'): Promise<{ session: SimdSession; pool?: ThreadPool }> => {
      const plan = compile(model.network, config, 2);
      const staging = new Staging(config, plan.outputs, plan.arena);
      const memory = new EngineMemory(plan.arena.end, runner === 'pool');
      const parts = { model, config, plan, staging, memory };
      if (runner === 'inline') {
        return {
          session: new SimdSession({ ...parts, runner: await inlineRunner(memory.memory, undefined) }),
        };
      }
      const host = { ...platform, startsAfter: 0 };
      const pool = await ThreadPool.create(memory.memory, 2, undefined, host);
      return { session: new SimdSession({ ...parts, runner: pool, choices: [1, 2] }), pool };
    };
    const passes = async (session: SimdSession, more: (pass: number) => boolean): Promise<number> => {
      const loaded = await session.load(samples);
      const order = Uint32Array.from({ length: 101 }, (_, i) => (i * 30) % 101);
      let pass = 0;
      for (; more(pass); pass++) {
        await session.trainSteps(loaded, {
          order,
          learningRates: new Float64Array(8).fill(0.01),
          firstStep: 8 * pass,
        });
        await sleep(0);
      }
      return pass;
    };
    const alone = await begin('inline');
    const { session, pool } = await begin('pool');
    let together = 0;
    const count = await passes(session, () => (pool?.ready(2) === true ? together++ < 20 : true));
    expect(count).toBeGreaterThan(20);
    await passes(alone.session, (pass) => pass < count);
    expect(bits(await session.getWeights())).toEqual(bits(await alone.session.getWeights()));
    await session.dispose();
  });
});
