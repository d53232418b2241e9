import type { Engine, EngineSession, TrainingConfig } from '../engine/contract.ts';
import { engineModel } from '../engine/engine-model.ts';
import type { NamedTensor } from '../model/named-tensor.ts';
import type { Samples } from '../samples/samples.ts';
import { resolveOptimizer } from '../settings/resolve.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { expectClose, expectEqual } from './expect.ts';
import { buildPictureModel, buildPictures, momentum, pictureOutcome } from './picture-network.ts';
import { updateWeight } from './reference-optimizer.ts';

const count = 14;
const config: TrainingConfig = {
  loss: 'sparseCategoricalCrossentropy',
  optimizer: resolveOptimizer({ name: 'momentum', learningRate: 0.05 }),
  average: { name: 'ema', decay: 0.7 },
  batchSize: 8,
  globalClipNorm: null,
  seed: 3,
};
const order = Uint32Array.from({ length: count }, (_, i) => (i * 5) % count);
const steps = Math.ceil(count / config.batchSize);
const rate = config.optimizer.learningRate;

/** What holds for every engine that trains convolutional networks. */
export const pictureCases: readonly ConformanceCase[] = [
  {
    name: 'trains like the reference: a convolutional network',
    run: (engine) => trainsLikeReference(engine),
  },
  {
    name: 'trains like the reference: behind a frozen batch normalization',
    run: (engine) => trainsLikeReference(engine, 'BatchNormalization'),
  },
  { name: 'goes on with a convolutional network as if never stopped', run: resumes },
];

/**
 * Gradients are central differences of the loss, which is float64.
 *
 * @param frozen the class of layers that are not trained
 */
async function trainsLikeReference(engine: Engine, frozen?: 'BatchNormalization'): Promise<void> {
  const samples = buildPictures(count);
  await withSession(engine, frozen, async (session) => {
    const before = await session.getWeights();
    const weights = before.map(({ values }) => Array.from(values));
    // Those that are not trained are the last: the moving statistics, behind gamma and beta where these are frozen.
    const trained = weights.length - (frozen ? 4 : 2);
    const inOrder = (): readonly (readonly number[])[] =>
      frozen
        ? [
            ...weights.slice(0, 1),
            ...weights.slice(trained, -2),
            ...weights.slice(1, trained),
            ...weights.slice(-2),
          ]
        : weights;
    const outcomeOf = (indices: readonly number[]): ReturnType<typeof pictureOutcome> =>
      pictureOutcome(inOrder(), samples, indices, frozen === undefined);
    let average: readonly (readonly number[])[] = weights.map((values) => [...values]);
    const velocities = weights.map((values) => values.map(() => 0));
    const metrics = await session.trainSteps(await session.load(samples), {
      order,
      learningRates: new Float64Array(steps).fill(rate),
      firstStep: 0,
    });
    for (let step = 0; step < steps; step++) {
      const indices = Array.from(order.subarray(step * config.batchSize, (step + 1) * config.batchSize));
      const { loss, statistics } = outcomeOf(indices);
      expectClose(`loss of step ${step}`, metrics.losses[step]!, loss, 2e-5 * loss);
      const gradients = weights
        .slice(0, trained)
        .map((values) => values.map((_, i) => slope(values, i, () => outcomeOf(indices).loss)));
      for (const [index, gradient] of gradients.entries()) {
        const slots = { get: () => velocities[index]! };
        updateWeight(config.optimizer, weights[index]!, gradient, slots, rate, step + 1);
      }
      const moved = (values: number[], batch: readonly number[]): number[] =>
        values.map((value, i) => momentum * value + (1 - momentum) * batch[i]!);
      if (!frozen) {
        weights[trained] = moved(weights[trained]!, statistics.mean);
        weights[trained + 1] = moved(weights[trained + 1]!, statistics.variance);
      }
      // Moving statistics are averaged like weights.
      const decay = Math.min(0.7, (1 + step) / (10 + step));
      average = average.map((means, index) =>
        means.map((mean, i) => decay * mean + (1 - decay) * weights[index]![i]!),
      );
    }
    const expectTensors = (found: readonly NamedTensor[], expected: readonly (readonly number[])[]): void => {
      for (const [index, { name, values }] of found.entries()) {
        for (const [i, value] of values.entries()) {
          expectClose(`${name}[${i}]`, value, expected[index]![i]!, 5e-6);
        }
      }
    };
    const after = await session.getWeights();
    expectTensors(after, weights);
    const averages = await session.getAverage();
    expectTensors(averages, average);
    if (frozen) {
      expectEqual('frozen weights', after.slice(trained), before.slice(trained));
      expectEqual('their average', averages.slice(trained), before.slice(trained));
      const slots = await session.getOptimizerSlots();
      expectClose('number of slots', slots.length, trained, 0);
    }
    await infersLikeReference(session, inOrder(), samples);
  });
}

/** By the moving statistics, whatever stands in a batch. */
async function infersLikeReference(
  session: EngineSession,
  weights: readonly (readonly number[])[],
  samples: Samples,
): Promise<void> {
  const loaded = await session.load(samples);
  const indices = Array.from({ length: count }, (_, i) => i);
  const { losses } = await session.evaluateBatches(loaded, { start: 0, end: count });
  for (const [batch, loss] of losses.entries()) {
    const own = indices.slice(batch * config.batchSize, (batch + 1) * config.batchSize);
    const expected = pictureOutcome(weights, samples, own, false).loss;
    expectClose(`loss of batch ${batch}`, loss, expected, 2e-5 * expected);
  }
  const found = await session.predict(loaded, { start: 0, end: count });
  const { probabilities } = pictureOutcome(weights, samples, indices, false);
  for (const [i, value] of probabilities.flat().entries()) {
    expectClose(`probability ${i}`, found[i]!, value, 3e-6);
  }
}

function slope(values: number[], index: number, loss: () => number): number {
  const h = 1e-5;
  const value = values[index]!;
  values[index] = value + h;
  const above = loss();
  values[index] = value - h;
  const below = loss();
  values[index] = value;
  return (above - below) / (2 * h);
}

async function resumes(engine: Engine): Promise<void> {
  const straight = await trainedWeights(engine, false);
  expectEqual('weights', await trainedWeights(engine, true), straight);
}

/** After all steps, with a new session before the last. */
async function trainedWeights(engine: Engine, interrupted: boolean): Promise<readonly NamedTensor[]> {
  const samples = buildPictures(count);
  const first = (steps - 1) * config.batchSize;
  const train = async (session: EngineSession, own: Uint32Array, firstStep: number): Promise<void> => {
    const learningRates = new Float64Array(Math.ceil(own.length / config.batchSize)).fill(rate);
    await session.trainSteps(await session.load(samples), { order: own, learningRates, firstStep });
  };
  return withSession(engine, undefined, async (session) => {
    await train(session, order.subarray(0, first), 0);
    const weights = await session.getWeights();
    const slots = await session.getOptimizerSlots();
    if (!interrupted) {
      await train(session, order.subarray(first), steps - 1);
      return session.getWeights();
    }
    return withSession(engine, undefined, async (next) => {
      await next.setWeights(weights);
      await next.setOptimizerSlots(slots);
      await train(next, order.subarray(first), steps - 1);
      return next.getWeights();
    });
  });
}

async function withSession<Result>(
  engine: Engine,
  frozen: string | undefined,
  use: (session: EngineSession) => Promise<Result>,
): Promise<Result> {
  const model = buildPictureModel();
  for (const layer of model.layers) if (layer.getClassName() === frozen) layer.trainable = false;
  const session = await engine.prepare(engineModel(model), config);
  try {
    return await use(session);
  } finally {
    await session.dispose();
    model.dispose();
  }
}
