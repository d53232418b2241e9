import { createHash } from 'node:crypto';
import { engineModel } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { compile } from '../src/compile.ts';
import { EngineMemory } from '../src/memory/engine-memory.ts';
import { SimdSession } from '../src/session.ts';
import { Staging } from '../src/staging.ts';
import { baseConfig } from './base-config.ts';
import { randomSamples } from './samples.ts';
import { threadsInTurn } from './threads-in-turn.ts';

const optimizer = { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
const FENCE_BYTES = 4096;
const FENCE = 0xa5;

/** How the threads take turns. */
export interface Turns {
  readonly threads: number;
  /** For how many the plan is made. Default as many as take part. */
  readonly planned?: number;
  /** The last thread first. Default the first. */
  readonly reversed?: boolean;
  /** What every byte of the threads' scratch memory is before each kernel. Default what the one before left. */
  readonly scratch?: number;
}

/**
 * The hash of the losses of three steps, the last batch a short one, and of the weights and predictions after them.
 *
 * @throws Error when a kernel wrote behind the threads' scratch memory
 */
export async function outcomeInTurn(
  trained: LayersModel,
  size: readonly [number, number, number],
  batchSize: number,
  { threads, planned = threads, reversed = false, scratch }: Turns,
): Promise<string> {
  const model = engineModel(trained);
  const samples = randomSamples(size, 3 * batchSize - 1, model.units);
  const config = { ...baseConfig, optimizer, batchSize, globalClipNorm: batchSize === 3 ? null : 0.05 };
  const plan = compile(model.network, config, planned);
  const scratchBytes = plan.scratchBytes * planned;
  if (plan.arena.allocate(FENCE_BYTES) !== plan.scratch + scratchBytes) {
    throw new Error('The scratch memory is not the last that a plan lays out: the fence is elsewhere');
  }
  const staging = new Staging(config, plan.outputs, plan.arena);
  const memory = new EngineMemory(plan.arena.end, false);
  const fence = (): Uint8Array => memory.bytes(plan.scratch + scratchBytes, FENCE_BYTES);
  fence().fill(FENCE);
  const beforeKernel = (): void => {
    if (scratch !== undefined) memory.bytes(plan.scratch, scratchBytes).fill(scratch);
  };
  const runner = threadsInTurn(memory, threads, reversed, beforeKernel);
  const session = new SimdSession({ model, config, plan, staging, memory, runner });
  const loaded = await session.load(samples);
  const order = Uint32Array.from({ length: samples.count }, (_, index) => index);
  const learningRates = new Float64Array(3).fill(0.01);
  const { losses } = await session.trainSteps(loaded, { order, learningRates, firstStep: 0 });
  const weights = await session.getWeights();
  const predicted = await session.predict(loaded, { start: 0, end: samples.count });
  const touched = fence().findIndex((byte) => byte !== FENCE);
  if (touched >= 0) throw new Error(`A kernel wrote ${touched} bytes behind the scratch memory`);
  const hash = createHash('sha256');
  for (const values of [losses, ...weights.map((each) => each.values), predicted]) {
    hash.update(new Uint8Array(Float64Array.from(values).buffer));
  }
  return hash.digest('hex');
}
