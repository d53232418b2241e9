import type { Engine } from '../engine/contract.ts';
import { engineModel } from '../engine/engine-model.ts';
import { readWeights } from '../model/weights.ts';
import type { NamedTensor } from '../model/named-tensor.ts';
import { resolveOptimizer } from '../settings/resolve.ts';
import { assignWeights } from '../tfjs/assign-weights.ts';
import { expectEqual } from './expect.ts';
import { baseNetwork, buildModel, buildSamples } from './network.ts';

/** A session for inference keeps the weights that the model had, leaves the model alone, and takes no step. */
export async function infersAlone(engine: Engine): Promise<void> {
  const model = buildModel(baseNetwork);
  const samples = buildSamples(baseNetwork);
  const { loss, batchSize, count } = baseNetwork;
  const optimizer = resolveOptimizer('sgd');
  const config = { loss, optimizer, batchSize, globalClipNorm: null, seed: 0, inference: true };
  const session = await engine.prepare(engineModel(model), config);
  try {
    const loaded = await session.load(samples);
    const outputs = async (): Promise<readonly NamedTensor[]> => {
      const range = { start: 0, end: count };
      const { outputs: evaluated, losses } = await session.evaluateBatches(loaded, range);
      const all = [await session.predict(loaded, range), evaluated, Float32Array.from(losses)];
      return all.map((values, index) => ({ name: `outputs ${index}`, shape: [values.length], values }));
    };
    const before = await outputs();
    const start = await session.getWeights();
    const others = start.map((weight) => ({ ...weight, values: weight.values.map((value) => value + 1) }));
    assignWeights(model, others);
    expectEqual('outputs after the model got other weights', await outputs(), before);
    expectEqual('weights of the session', await session.getWeights(), start);
    expectEqual('weights of the model', readWeights(model), others);
    const steps = { order: Uint32Array.of(0), learningRates: Float64Array.of(1), firstStep: 0 };
    const refused = await session.trainSteps(loaded, steps).then(
      () => false,
      () => true,
    );
    if (!refused) throw new Error('The engine took a step in a session for inference');
    await session.setWeights(others);
    expectEqual('weights that were set', await session.getWeights(), others);
  } finally {
    await session.dispose();
    model.dispose();
  }
}
