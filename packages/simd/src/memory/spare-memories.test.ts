import { engineModel, type NamedTensor, useWasmBackend } from '@atelier/training';
import { beforeAll, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { baseConfig } from '../../test/base-config.ts';
import { modelOf, type Spec } from '../../test/reference.ts';
import { randomSamples } from '../../test/samples.ts';
import { simdEngine } from '../index.ts';
import { takeSpareMemory } from './spare-memories.ts';

beforeAll(() => useWasmBackend());

beforeEach(() => {
  vi.restoreAllMocks();
  for (const shared of [false, true]) while (takeSpareMemory(shared));
});

const { Memory } = WebAssembly;

/** Counts the memories that are made. */
function watchMemories(): MockInstance<typeof Memory> {
  return vi.spyOn(WebAssembly, 'Memory').mockImplementation(makeMemory);
}

// A constructor that is spied on has to be able to be one.
function makeMemory(descriptor: WebAssembly.MemoryDescriptor): WebAssembly.Memory {
  return new Memory(descriptor);
}

const shape = [9, 11, 1] as const;
const samples = randomSamples(shape, 101, 7);
const optimizer = { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

function modelWith(units: number): ReturnType<typeof modelOf> {
  const specs: readonly Spec[] = [
    { type: 'flatten' },
    { type: 'dense', units, activation: 'relu' },
    { type: 'dense', units: 7, activation: 'softmax' },
  ];
  return modelOf(specs, shape);
}

const small = await useWasmBackend().then(() => modelWith(18));
const large = modelWith(130);

/** A session's weights and slots after some steps. */
async function train(threads: number, model = small): Promise<readonly NamedTensor[]> {
  const session = await simdEngine({ threads }).prepare(engineModel(model), { ...baseConfig, optimizer });
  const loaded = await session.load(samples);
  await session.trainSteps(loaded, {
    order: Uint32Array.from({ length: 101 }, (_, i) => i),
    learningRates: new Float64Array(13).fill(0.01),
    firstStep: 0,
  });
  await session.evaluateBatches(loaded, { start: 0, end: 101 });
  await session.predict(loaded, { start: 0, end: 101 });
  const tensors = [...(await session.getWeights()), ...(await session.getOptimizerSlots())];
  await session.dispose();
  return tensors;
}

test.each([1, 2, 3])('sessions of %d threads one after another take one memory', async (threads) => {
  const made = watchMemories();
  const first = await train(threads);
  // Larger and smaller ones before it leave nothing behind that changes a bit.
  for (const model of [large, small, large]) await train(threads, model);
  expect(await train(threads)).toEqual(first);
  expect(made).toHaveBeenCalledTimes(1);
});

test('sessions at once have a memory each, and later ones take those', async () => {
  const made = watchMemories();
  const prepare = (): ReturnType<ReturnType<typeof simdEngine>['prepare']> =>
    simdEngine({ threads: 2 }).prepare(engineModel(small), baseConfig);
  for (let round = 0; round < 3; round++) {
    const sessions = [await prepare(), await prepare()];
    await Promise.all(sessions.map((session) => session.dispose()));
    // A second call does not give the memory away twice.
    await Promise.all(sessions.map((session) => session.dispose()));
  }
  expect(made).toHaveBeenCalledTimes(2);
});

test.each([1, 2])(
  'the memory of a session of %d threads that is disposed during a run is left alone',
  async (threads) => {
    const session = await simdEngine({ threads }).prepare(engineModel(small), baseConfig);
    const loaded = await session.load(samples);
    const steps = 4096;
    const run = session.trainSteps(loaded, {
      order: new Uint32Array(steps * 8),
      learningRates: new Float64Array(steps).fill(0.01),
      firstStep: 0,
    });
    const settled = run.then(
      () => 'ended',
      () => 'failed',
    );
    await session.dispose();
    expect(takeSpareMemory(threads > 1)).toBeUndefined();
    await settled;
  },
);
