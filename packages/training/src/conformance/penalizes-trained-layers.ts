import type { Engine } from '../engine/contract.ts';
import { engineModel } from '../engine/engine-model.ts';
import { resolveOptimizer } from '../settings/resolve.ts';
import { expectClose, expectEqual } from './expect.ts';
import { baseNetwork, buildModel, buildSamples } from './network.ts';
import { ReferenceTrainer } from './reference.ts';

const network = { ...baseNetwork, l1: 0.02, l2: 0.03 };

/** Losses hold the penalty of the output layer alone: the hidden layer is frozen. */
export async function penalizesTrainedLayers(engine: Engine): Promise<void> {
  const model = buildModel(network);
  model.layers.find(({ weights }) => weights.length > 0)!.trainable = false;
  const samples = buildSamples(network);
  const { loss, count } = network;
  const optimizer = resolveOptimizer('sgd');
  const config = { loss, optimizer, batchSize: count, globalClipNorm: null, seed: 0 };
  const session = await engine.prepare(engineModel(model), config);
  try {
    // Those that are trained come first.
    const [kernel, bias, ...frozen] = await session.getWeights();
    const reference = new ReferenceTrainer({ ...network, l1: 0, l2: 0 }, samples, [
      ...frozen,
      kernel!,
      bias!,
    ]);
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    const penalty = kernel!.values.reduce(
      (sum, weight) => sum + network.l1 * Math.abs(weight) + network.l2 * weight ** 2,
      0,
    );
    const expected = reference.evaluate([...order]).loss + penalty;
    const loaded = await session.load(samples);
    const evaluated = await session.evaluateBatches(loaded, { start: 0, end: count });
    expectClose('evaluated loss', evaluated.losses[0]!, expected, 2e-5 * expected);
    const steps = { order, learningRates: Float64Array.of(0.1), firstStep: 0 };
    const trained = await session.trainSteps(loaded, steps);
    expectClose('loss of the step', trained.losses[0]!, expected, 2e-5 * expected);
    expectEqual('frozen weights', (await session.getWeights()).slice(2), frozen);
  } finally {
    await session.dispose();
    model.dispose();
  }
}
