import { createHash } from 'node:crypto';
import { engineModel, useWasmBackend } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { baseConfig } from '../../test/base-config.ts';
import { networkOf, output, pictureNetworks } from '../../test/picture-networks.ts';
import { modelOf, type Spec } from '../../test/reference.ts';
import { randomSamples } from '../../test/samples.ts';
import { dense, input, pictures, tenants, wideDense } from '../../test/thread-networks.ts';
import { threadsInTurn } from '../../test/threads-in-turn.ts';
import { compile } from '../compile.ts';
import { EngineMemory } from '../memory/engine-memory.ts';
import { SimdSession } from '../session.ts';
import { Staging } from '../staging.ts';

beforeAll(() => useWasmBackend());

const optimizer = { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
const threadCounts = [2, 3, 5, 8];

/** The hash of the losses of three steps, the last batch a short one, and of the weights and predictions after them. */
async function outcome(
  trained: LayersModel,
  size: readonly [number, number, number],
  batchSize: number,
  [threads, reversed]: readonly [number, boolean],
): Promise<string> {
  const classes = 7;
  const samples = randomSamples(size, 3 * batchSize - 1, classes);
  const config = { ...baseConfig, optimizer, batchSize, globalClipNorm: batchSize === 3 ? null : 0.05 };
  const model = engineModel(trained);
  const plan = compile(model.network, config, threads);
  const staging = new Staging(config, plan.outputs, plan.arena);
  const memory = new EngineMemory(plan.arena.end, false);
  const runner = threadsInTurn(memory, threads, reversed);
  const session = new SimdSession({ model, config, plan, staging, memory, runner });
  const loaded = await session.load(samples);
  const order = Uint32Array.from({ length: samples.count }, (_, index) => index);
  const learningRates = new Float64Array(3).fill(0.01);
  const { losses } = await session.trainSteps(loaded, { order, learningRates, firstStep: 0 });
  const weights = await session.getWeights();
  const predicted = await session.predict(loaded, { start: 0, end: samples.count });
  const hash = createHash('sha256');
  for (const values of [losses, ...weights.map((each) => each.values), predicted]) {
    hash.update(new Uint8Array(Float64Array.from(values).buffer));
  }
  return hash.digest('hex');
}

describe('whichever thread comes first between two barriers, the bits are the same', () => {
  test.each<readonly [string, readonly Spec[], readonly [number, number, number]]>([
    ['a dense network', dense, input],
    ['a wide network', wideDense, input],
    ['a convolutional network', pictures, input],
    ['buffers of one size that take turns in one place', tenants, input],
    ...pictureNetworks.map(
      ([name, body, size]) =>
        [name, networkOf(body, [...output.slice(0, 1), ...dense.slice(-1)]), size] as const,
    ),
  ])('%s', async (_, specs, size) => {
    const model = modelOf(specs, size);
    for (const batchSize of [3, 9]) {
      const alone = await outcome(model, size, batchSize, [1, false]);
      for (const threads of threadCounts) {
        expect(await outcome(model, size, batchSize, [threads, false])).toEqual(alone);
        expect(await outcome(model, size, batchSize, [threads, true])).toEqual(alone);
      }
    }
  });
});
