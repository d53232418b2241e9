import { engineModel } from '../engine/engine-model.ts';
import { RandomStream } from '@atelier/random';
import type { Engine, EngineSession, LoadedSamples, TrainingConfig } from '../engine/contract.ts';
import { resolveOptimizer } from '../settings/resolve.ts';
import type { OptimizerOption } from '../settings/optimizers.ts';
import type { Samples } from '../samples/samples.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { expectClose, expectEqual } from './expect.ts';
import {
  type Activation,
  baseNetwork,
  buildModel,
  buildSamples,
  buildWeights,
  type Network,
} from './network.ts';
import { infersAlone } from './infers-alone.ts';
import { penalizesTrainedLayers } from './penalizes-trained-layers.ts';
import { pictureCases } from './picture-cases.ts';
import { ReferenceTrainer } from './reference.ts';
import { resumesTraining } from './resumes-training.ts';
import type { NamedTensor } from '../model/named-tensor.ts';

const activations: readonly Activation[] = ['linear', 'relu', 'leakyRelu', 'elu', 'tanh', 'sigmoid'];

const optimizers: readonly OptimizerOption[] = [
  { name: 'sgd', learningRate: 0.5 },
  { name: 'momentum', learningRate: 0.1 },
  { name: 'momentum', learningRate: 0.1, nesterov: true },
  'rmsprop',
  { name: 'rmsprop', momentum: 0.5 },
  'adam',
  { name: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
  { name: 'adamw', weightDecay: 0.1 },
];

/** Variations of a small network that an engine trains as the float64 reference does. */
const variations: readonly (readonly [string, Partial<Network>])[] = [
  ['no hidden layer', { hidden: [] }],
  ...activations.map((activation) => [`activation ${activation}`, { activation }] as const),
  ['three hidden layers', { hidden: [9, 6, 5], activation: 'tanh' }],
  ['no biases', { useBias: false }],
  ...optimizers.map((optimizer) => [`optimizer ${JSON.stringify(optimizer)}`, { optimizer }] as const),
  ['soft targets', { loss: 'categoricalCrossentropy' }],
  ['binary cross-entropy', { loss: 'binaryCrossentropy', classes: 2 }],
  ['label smoothing', { labelSmoothing: 0.1 }],
  ['label smoothing of soft targets', { labelSmoothing: 0.3, loss: 'categoricalCrossentropy', classes: 5 }],
  ['label smoothing of two classes', { labelSmoothing: 0.2, loss: 'binaryCrossentropy', classes: 2 }],
  ['an average of the weights', { average: { name: 'ema', decay: 0.5 } }],
  [
    'an average with clipping',
    { average: { name: 'ema', decay: 0.99 }, globalClipNorm: 0.2, hidden: [9, 6] },
  ],
  ['weights of samples', { weighted: true }],
  [
    'weights with soft, smoothed targets',
    { weighted: true, loss: 'categoricalCrossentropy', labelSmoothing: 0.2 },
  ],
  ['weights of two classes', { weighted: true, loss: 'binaryCrossentropy', classes: 2, batchSize: 5 }],
  ['weights with clipping and L2', { weighted: true, globalClipNorm: 0.2, l2: 0.01, hidden: [6, 5] }],
  ['L1 regularizer', { l1: 0.01 }],
  ['L2 regularizer', { l2: 0.01 }],
  ['both regularizers, two hidden layers', { l1: 0.003, l2: 0.01, hidden: [6, 4] }],
  ['dropout', { dropout: 0.4, hidden: [12], activation: 'tanh' }],
  ['dropout after two layers', { dropout: 0.25, hidden: [9, 8] }],
  ['clipping by the global norm', { globalClipNorm: 0.1, optimizer: { name: 'sgd', learningRate: 0.5 } }],
  ['clipping with L2 and two layers', { globalClipNorm: 0.2, l2: 0.01, hidden: [6, 5], optimizer: 'adam' }],
  ['a batch of one', { batchSize: 1 }],
  ['a batch larger than the data', { batchSize: 64 }],
  ['one unit', { hidden: [1], activation: 'tanh' }],
  ['units of every remainder by 4', { hidden: [33, 18, 11], classes: 6 }],
  ['three channels', { input: [3, 5, 3] }],
  ['a single pixel', { input: [1, 1, 1] }],
  ['many classes', { classes: 70, count: 40, hidden: [16] }],
  ['large logits', { kernelScale: 40, hidden: [8], optimizer: { name: 'sgd', learningRate: 0.01 } }],
];

/** The cases that every engine must pass, in no particular order. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...variations.map(([name, variation]) => ({
    name: `trains like the reference: ${name}`,
    run: (engine: Engine) => trainsLikeReference(engine, { ...baseNetwork, ...variation }),
  })),
  ...pictureCases,
  { name: 'evaluates and predicts like the reference, dropout off', run: evaluatesLikeReference },
  { name: 'counts no penalty of frozen layers', run: penalizesTrainedLayers },
  { name: 'infers with weights of its own, and takes no step then', run: infersAlone },
  { name: 'repeats itself to the bit', run: repeatsItself },
  { name: 'computes on the images that replace the loaded ones', run: replacesImages },
  { name: 'does the same however steps are cut into runs', run: ignoresCuts },
  { name: 'goes on from copied weights and slots as if never stopped', run: resumes },
  { name: 'ends the same when a training is resumed from any step', run: resumesTraining },
  { name: 'gives back the weights that were set', run: roundTripsWeights },
  { name: 'refuses samples that do not fit the model', run: refusesWrongSamples },
  { name: 'can be disposed twice', run: disposesTwice },
];

async function trainsLikeReference(engine: Engine, network: Network): Promise<void> {
  await withSession(engine, network, async ({ session, samples, weights, reference }) => {
    const loaded = await session.load(samples, weights);
    const stepsPerPass = Math.ceil(network.count / network.batchSize);
    const base = resolveOptimizer(network.optimizer).learningRate;
    for (let pass = 0; pass < network.passes; pass++) {
      const order = new RandomStream(pass, 'conformance order').permutation(network.count);
      const firstStep = pass * stepsPerPass;
      // Each step has its own rate, as under a schedule.
      const learningRates = Float64Array.from(
        { length: stepsPerPass },
        (_, i) => base * (1 - 0.02 * (firstStep + i)),
      );
      const metrics = await session.trainSteps(loaded, { order, learningRates, firstStep });
      for (let i = 0; i < stepsPerPass; i++) {
        const indices = Array.from(order.subarray(i * network.batchSize, (i + 1) * network.batchSize));
        const expected = reference.train(indices, firstStep + i, learningRates[i]!);
        expectClose(
          `loss of step ${firstStep + i}`,
          metrics.losses[i]!,
          expected.loss,
          2e-5 * Math.abs(expected.loss) + 1e-7,
        );
        expectClose(`correct in step ${firstStep + i}`, metrics.correct[i]!, expected.correct, 0);
      }
    }
    expectWeights(await session.getWeights(), reference.weights, network.kernelScale);
    expectWeights(await session.getAverage(), reference.average, network.kernelScale);
  });
}

async function evaluatesLikeReference(engine: Engine): Promise<void> {
  const network: Network = {
    ...baseNetwork,
    dropout: 0.5,
    l2: 0.01,
    hidden: [9, 5],
    batchSize: 10,
    weighted: true,
  };
  await withSession(engine, network, async ({ session, samples, weights, reference }) => {
    const loaded = await session.load(samples, weights);
    const range = { start: 3, end: 26 };
    const indices = Array.from({ length: range.end - range.start }, (_, i) => range.start + i);
    const { losses, correct, outputs } = await session.evaluateBatches(loaded, range);
    expectClose('batches', losses.length, 3, 0);
    for (let batch = 0; batch < 3; batch++) {
      const expected = reference.evaluate(indices.slice(batch * 10, (batch + 1) * 10));
      expectClose(`loss of batch ${batch}`, losses[batch]!, expected.loss, 2e-5 * expected.loss);
      expectClose(`correct in batch ${batch}`, correct[batch]!, expected.correct, 0);
    }
    const probabilities = await session.predict(loaded, range);
    expectClose('outputs', outputs.length, probabilities.length, 0);
    for (const [i, value] of reference.predict(indices).flat().entries()) {
      expectClose(`probability ${i}`, probabilities[i]!, value, 2e-6);
      expectClose(`output ${i}`, outputs[i]!, probabilities[i]!, 0);
    }
  });
}

async function repeatsItself(engine: Engine): Promise<void> {
  const network: Network = { ...baseNetwork, dropout: 0.3, hidden: [10, 6] };
  const first = await trainedWeights(engine, network, [1]);
  expectEqual('weights', await trainedWeights(engine, network, [1]), first);
}

async function ignoresCuts(engine: Engine): Promise<void> {
  const network: Network = { ...baseNetwork, dropout: 0.3, optimizer: { name: 'momentum', nesterov: true } };
  const first = await trainedWeights(engine, network, [1]);
  expectEqual('weights', await trainedWeights(engine, network, [0.5, 0.5]), first);
}

async function resumes(engine: Engine): Promise<void> {
  for (const optimizer of ['momentum', 'rmsprop', 'adam', 'adamw'] as const) {
    const network: Network = { ...baseNetwork, optimizer, dropout: 0.2 };
    const straight = await trainedWeights(engine, network, [0.5, 0.5]);
    expectEqual(
      `weights with ${optimizer}`,
      await trainedWeights(engine, network, [0.5, 'new session', 0.5]),
      straight,
    );
  }
}

async function roundTripsWeights(engine: Engine): Promise<void> {
  await withSession(engine, { ...baseNetwork, hidden: [5, 6] }, async ({ session }) => {
    const changed = (await session.getWeights()).map(({ name, shape, values }) => ({
      name,
      shape,
      values: values.map((value) => value + 1),
    }));
    await session.setWeights(changed);
    expectEqual('weights', await session.getWeights(), changed);
    await expectRejection('a wrong shape', session.setWeights(changed.map((t) => ({ ...t, shape: [1] }))));
    await expectRejection('too few tensors', session.setWeights(changed.slice(1)));
  });
}

async function refusesWrongSamples(engine: Engine): Promise<void> {
  await withSession(engine, baseNetwork, async ({ session, samples }) => {
    const { labels, targets: _, ...images } = samples;
    await expectRejection('another width', session.load({ ...samples, width: samples.width + 1 }));
    await expectRejection(
      'fewer weights',
      session.load(samples, new Float32Array(samples.count - 1).fill(1)),
    );
    await expectRejection('fewer labels', session.load({ ...samples, labels: labels.subarray(1) }));
    const wrong = { order: new Uint32Array(1), learningRates: new Float64Array(1), firstStep: 0 };
    const load = async (wrongSamples: Samples): Promise<unknown> =>
      session.trainSteps(await session.load(wrongSamples), wrong);
    await expectRejection('no labels', load(images));
    await expectRejection('a label beyond the classes', load({ ...images, labels: labels.map(() => 3) }));
  });
}

async function replacesImages(engine: Engine): Promise<void> {
  await withSession(engine, baseNetwork, async ({ session, samples }) => {
    const images = samples.images.map((byte) => 255 - byte);
    const all = { start: 0, end: samples.count };
    const [replaced, fresh] = [await session.load(samples), await session.load({ ...samples, images })];
    replaced.replaceImages(images);
    const outputsOf = async (loaded: LoadedSamples): Promise<readonly NamedTensor[]> => {
      const values = await session.predict(loaded, all);
      return [{ name: 'outputs', shape: [values.length], values }];
    };
    expectEqual('outputs', await outputsOf(replaced), await outputsOf(fresh));
    const replaceFewer = async (): Promise<void> => replaced.replaceImages(images.subarray(1));
    await expectRejection('fewer bytes', replaceFewer());
  });
}

async function disposesTwice(engine: Engine): Promise<void> {
  await withSession(engine, baseNetwork, async ({ session }) => {
    await session.dispose();
    await session.dispose();
  });
}

interface Setting {
  readonly session: EngineSession;
  readonly samples: ReturnType<typeof buildSamples>;
  readonly weights: Float32Array | undefined;
  readonly reference: ReferenceTrainer;
}

async function withSession(
  engine: Engine,
  network: Network,
  use: (setting: Setting) => Promise<void>,
): Promise<void> {
  const model = buildModel(network);
  const samples = buildSamples(network);
  const session = await engine.prepare(engineModel(model), configOf(network));
  try {
    const weights = buildWeights(network);
    const reference = new ReferenceTrainer(network, samples, await session.getWeights(), weights);
    await use({ session, samples, weights, reference });
  } finally {
    await session.dispose();
    model.dispose();
  }
}

/** Weights after one pass in file order, its steps cut into shares, with a new session where the list says so. */
async function trainedWeights(
  engine: Engine,
  network: Network,
  shares: readonly (number | 'new session')[],
): Promise<readonly NamedTensor[]> {
  const model = buildModel(network);
  const samples = buildSamples(network);
  const config = configOf(network);
  let session = await engine.prepare(engineModel(model), config);
  try {
    const steps = Math.ceil(network.count / network.batchSize);
    const order = Uint32Array.from({ length: network.count }, (_, index) => index);
    let firstStep = 0;
    for (const share of shares) {
      if (share === 'new session') {
        const state = { weights: await session.getWeights(), slots: await session.getOptimizerSlots() };
        await session.dispose();
        session = await engine.prepare(engineModel(model), config);
        await session.setWeights(state.weights);
        await session.setOptimizerSlots(state.slots);
        continue;
      }
      const end = firstStep + Math.round(share * steps);
      await session.trainSteps(await session.load(samples), {
        order: order.subarray(firstStep * network.batchSize, end * network.batchSize),
        learningRates: new Float64Array(end - firstStep).fill(config.optimizer.learningRate),
        firstStep,
      });
      firstStep = end;
    }
    return await session.getWeights();
  } finally {
    await session.dispose();
    model.dispose();
  }
}

function configOf(network: Network): TrainingConfig {
  const { loss, labelSmoothing, average, optimizer, batchSize, globalClipNorm } = network;
  return {
    loss,
    labelSmoothing,
    ...(average && { average }),
    optimizer: resolveOptimizer(optimizer),
    batchSize,
    globalClipNorm,
    seed: 0,
  };
}

function expectWeights(
  found: readonly NamedTensor[],
  expected: readonly (readonly number[])[],
  scale: number,
): void {
  for (const [index, tensor] of found.entries()) {
    for (const [position, value] of tensor.values.entries()) {
      expectClose(
        `${tensor.name}[${position}]`,
        value,
        expected[index]![position]!,
        5e-6 * Math.max(1, scale / 4),
      );
    }
  }
}

async function expectRejection(what: string, promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof RangeError) return;
    throw error;
  }
  throw new Error(`The engine accepted ${what}`);
}
