import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RandomStream } from '@atelier/random';
import { memory } from '@tensorflow/tfjs-core';
import { layers, type LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { baseNetwork, buildModel, buildSamples, type Network } from '../conformance/network.ts';
import {
  engineModel,
  type EpochRecord,
  evaluate,
  fit,
  type FitOptions,
  type FitResult,
  type NamedTensor,
  readWeights,
  resolveOptimizer,
  type Samples,
  tfjsEngine,
  useWasmBackend,
} from '../index.ts';
import { setAside } from '../samples/set-aside.ts';

/** 27 samples in batches of 8: the last of an epoch holds 3. */
const network: Network = { ...baseNetwork, dropout: 0.3, hidden: [9, 6], l2: 0.001 };
const samples = buildSamples(network);
const options: FitOptions & Required<Pick<FitOptions, 'loss'>> = {
  epochs: 3,
  loss: 'sparseCategoricalCrossentropy',
  batchSize: 8,
  learningRate: 0.01,
};

beforeAll(() => useWasmBackend());

interface Trained {
  readonly model: LayersModel;
  readonly result: FitResult;
  /** The history, but for the seconds. */
  readonly numbers: readonly EpochRecord[];
  readonly weights: readonly NamedTensor[];
}

async function train(changes: Partial<FitOptions> = {}): Promise<Trained> {
  const model = buildModel(network);
  const result = await fit(model, samples, { ...options, ...changes });
  const numbers = result.history.map((record) => ({ ...record, seconds: 0 }));
  return { model, result, numbers, weights: unnamed(readWeights(model)) };
}

/** Layers' automatic names count the models that the process made. */
function unnamed(weights: readonly NamedTensor[]): NamedTensor[] {
  return weights.map((weight) => ({ ...weight, name: '' }));
}

describe('fit', () => {
  test('two runs with one seed have the same history and the same weights, to the bit', async () => {
    const first = await train({ seed: 5 });
    const second = await train({ seed: 5 });
    expect(second.numbers).toEqual(first.numbers);
    expect(second.weights).toEqual(first.weights);
    expect(first.numbers).toHaveLength(3);
  });

  test('keeps no pixels that the engine has a copy of, unless they are augmented', async () => {
    const engine = tfjsEngine();
    const copying: FitOptions['engine'] = {
      name: 'copying',
      async prepare(model, config) {
        const session = await engine.prepare(model, config);
        const load = session.load.bind(session);
        session.load = (given, weights) => load({ ...given, images: given.images.slice() }, weights);
        return session;
      },
    };
    setFlagsFromString('--expose-gc');
    const collect = (): void => void runInNewContext('gc()');
    const kept = async (augment: FitOptions['augment']): Promise<boolean> => {
      let pixels: WeakRef<Uint8Array> | undefined;
      const given = (): Samples => {
        const images = samples.images.slice();
        pixels = new WeakRef(images);
        return { ...samples, images };
      };
      let found: boolean | undefined;
      const look = async (): Promise<void> => {
        // What a weak reference was made of lives until the end of the turn.
        await new Promise((resolve) => setImmediate(resolve));
        collect();
        found = pixels?.deref() !== undefined;
      };
      const callbacks = [{ onTrainBatchEnd: look }];
      await fit(buildModel(network), given(), { ...options, engine: copying, augment, epochs: 1, callbacks });
      return found === true;
    };
    expect(await kept({})).toBe(false);
    expect(await kept({ flip: true })).toBe(true);
  });

  test('another seed gives other weights', async () => {
    const first = await train({ seed: 5 });
    const second = await train({ seed: 6 });
    expect(second.weights).not.toEqual(first.weights);
  });

  test('takes samples in a new order each epoch, or in file order without shuffle', async () => {
    const orders: number[][] = [];
    const engine = tfjsEngine();
    const spying: FitOptions['engine'] = {
      name: 'spying',
      prepare: async (model, config) => {
        const session = await engine.prepare(model, config);
        const trainSteps = session.trainSteps.bind(session);
        session.trainSteps = async (loaded, steps) => {
          orders.push(Array.from(steps.order));
          return trainSteps(loaded, steps);
        };
        return session;
      },
    };
    const fileOrder = Array.from({ length: 27 }, (_, index) => index);
    await train({ engine: spying, stepsPerExecution: 4, epochs: 2, seed: 3 });
    expect(orders[0]).toEqual(Array.from(new RandomStream(3, 'shuffle', 1).permutation(27)));
    expect(orders[0]!.toSorted((a, b) => a - b)).toEqual(fileOrder);
    expect(orders[1]).not.toEqual(orders[0]);
    orders.length = 0;
    await train({ engine: spying, stepsPerExecution: 4, epochs: 2, shuffle: false });
    expect(orders).toEqual([fileOrder, fileOrder]);
  });

  test('means weigh a short last batch by what it holds', async () => {
    const { numbers } = await train({ epochs: 1, shuffle: false });
    const model = buildModel(network);
    const session = await tfjsEngine().prepare(engineModel(model), {
      loss: options.loss,
      optimizer: resolveOptimizer('adam'),
      batchSize: 8,
      globalClipNorm: null,
      seed: 0,
    });
    const { losses, correct } = await session.trainSteps(await session.load(samples), {
      order: Uint32Array.from({ length: 27 }, (_, index) => index),
      learningRates: new Float64Array(4).fill(0.01),
      firstStep: 0,
    });
    await session.dispose();
    expect(losses).toHaveLength(4);
    const [a = 0, b = 0, c = 0, last = 0] = losses;
    expect(numbers[0]!.loss).toBeCloseTo((8 * (a + b + c) + 3 * last) / 27, 12);
    expect(numbers[0]!.accuracy).toBeCloseTo(correct.reduce((sum, count) => sum + count, 0) / 27, 12);
  });

  test('does the same however many steps an execution holds', async () => {
    const auto = await train({ seed: 1, validation: samples });
    for (const stepsPerExecution of [1, 3, 1000]) {
      const fixed = await train({ seed: 1, validation: samples, stepsPerExecution });
      expect(fixed.numbers).toEqual(auto.numbers);
      expect(fixed.weights).toEqual(auto.weights);
    }
  });

  test('validates with the numbers of `evaluate`, dropout off', async () => {
    const validation = buildSamples({ ...network, count: 19 });
    const { model, numbers } = await train({ validation });
    const found = await evaluate(model, validation, { loss: options.loss, batchSize: 8 });
    expect(numbers.at(-1)).toMatchObject({ valLoss: found.loss, valAccuracy: found.accuracy });
    expect((await train()).numbers[0]).not.toHaveProperty('valLoss');
  });

  test('learns: the loss of easy samples falls', async () => {
    const easy = { ...samples, labels: samples.labels.map((_, i) => Number(samples.images[i * 15]! > 100)) };
    const model = buildModel({ ...baseNetwork, hidden: [16] });
    const { history } = await fit(model, easy, { ...options, epochs: 40 });
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss / 3);
  });

  test('one-hot targets give the same weights as the labels they stand for', async () => {
    const targets = new Float32Array(27 * 3);
    for (const [i, label] of samples.labels.entries()) targets[i * 3 + label] = 1;
    const model = buildModel(network);
    await fit(model, { ...samples, targets }, { ...options, loss: 'categoricalCrossentropy' });
    expect(unnamed(readWeights(model))).toEqual((await train()).weights);
  });

  test('a loss that reads targets takes labels as one-hot rows, in the validation too', async () => {
    const { targets: _, ...labelled } = samples;
    const learn = async (loss: FitOptions['loss']) => {
      const model = buildModel(network);
      const { history } = await fit(model, labelled, { ...options, loss, validation: labelled });
      return { weights: unnamed(readWeights(model)), valLoss: history.map(({ valLoss }) => valLoss) };
    };
    expect(await learn('categoricalCrossentropy')).toEqual(await learn(options.loss));
  });

  test('a fraction sets that share of the samples aside: the training sees the others only', async () => {
    const model = buildModel(network);
    const { history } = await fit(model, samples, { ...options, validation: 0.2 });
    const { training, validation } = setAside(samples, 0.2, options.seed ?? 0);
    const other = buildModel(network);
    const apart = await fit(other, training, { ...options, validation });
    expect(unnamed(readWeights(model))).toEqual(unnamed(readWeights(other)));
    expect(history.at(-1)!.valLoss).toBe(apart.history.at(-1)!.valLoss);
  });

  test('the model remembers the loss that it was trained with', async () => {
    const model = buildModel(network);
    await fit(model, samples, { ...options, loss: 'categoricalCrossentropy' });
    // With soft targets, this loss alone differs from that of the labels.
    const soft = await evaluate(model, samples);
    expect(soft).toEqual(await evaluate(model, samples, { loss: 'categoricalCrossentropy' }));
    expect(soft.loss).not.toBe((await evaluate(model, samples, { loss: options.loss })).loss);
  });

  test('labels may be 32-bit integers', async () => {
    const model = buildModel(network);
    await fit(model, { ...samples, labels: Int32Array.from(samples.labels) }, options);
    expect(unnamed(readWeights(model))).toEqual((await train()).weights);
  });

  test('frees every tensor: as many after 1 epoch as after 20, and after fit as before', async () => {
    const model = buildModel(network);
    const before = memory().numTensors;
    const after: number[] = [];
    const count = { onEpochEnd: () => void after.push(memory().numTensors) };
    await fit(model, samples, { ...options, epochs: 20, validation: samples, callbacks: [count] });
    expect(after).toHaveLength(20);
    expect(after[19]).toBe(after[0]);
    expect(memory().numTensors).toBe(before);
    await fit(model, samples, { ...options, globalClipNorm: 0.1, optimizer: 'adamw' });
    expect(memory().numTensors).toBe(before);
    model.dispose();
    expect(memory().numTensors).toBe(before - 6);
  });

  test('lets timers fire while it trains', async () => {
    const wide: Network = { ...baseNetwork, input: [28, 28, 1], hidden: [64], count: 2000 };
    const model = buildModel(wide);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await fit(model, buildSamples(wide), { ...options, epochs: 2 });
    clearInterval(timer);
    // 500 steps, in slices of 25 ms or fewer than 60 steps: a blocked loop would let none fire.
    expect(ticks).toBeGreaterThan(3);
  });

  test('trains what is trainable only', async () => {
    const model = buildModel(baseNetwork);
    model.layers[2]!.trainable = false;
    // Frozen weights stand last in `model.weights`.
    const [kernel, bias, ...frozen] = readWeights(model);
    await fit(model, samples, options);
    const [kernelAfter, biasAfter, ...frozenAfter] = readWeights(model);
    expect(frozen.map(({ shape }) => shape)).toEqual([[15, 7], [7]]);
    expect(frozenAfter).toEqual(frozen);
    expect(kernelAfter).not.toEqual(kernel);
    expect(biasAfter).not.toEqual(bias);
  });

  test('gives the model back as it was when it fails in the middle: stock dropout, no tensor left', async () => {
    const model = buildModel(network);
    const before = memory().numTensors;
    const fail = {
      onTrainBatchEnd: () => {
        throw new Error('no more');
      },
    };
    await expect(fit(model, samples, { ...options, callbacks: [fail] })).rejects.toThrow('no more');
    expect(memory().numTensors).toBe(before);
    for (const layer of model.layers) expect(Object.hasOwn(layer, 'call')).toBe(false);
    expect((await fit(model, samples, options)).status).toBe('completed');
  });

  test('a callback may evaluate the model in the middle without changing the training', async () => {
    const straight = await train({ stepsPerExecution: 1 });
    const evaluating = {
      onTrainBatchEnd: async () => {
        await evaluate(model, samples, { loss: options.loss });
      },
    };
    const model = buildModel(network);
    await fit(model, samples, { ...options, stepsPerExecution: 1, callbacks: [evaluating] });
    expect(unnamed(readWeights(model))).toEqual(straight.weights);
  });

  test.each<[Partial<FitOptions>, string]>([
    [{ epochs: 0 }, 'epochs is a whole number, at least 1; found 0'],
    [{ batchSize: 1.5 }, 'batchSize is a whole number, at least 1; found 1.5'],
    [{ stepsPerExecution: 0 }, 'stepsPerExecution is a whole number, at least 1; found 0'],
    [{ globalClipNorm: 0 }, 'globalClipNorm is above 0 and finite; found 0'],
    [{ learningRate: -1 }, 'learningRate is a number above 0; found -1'],
    [{ seed: -1 }, 'seed is a whole number from 0 to 2^53 - 1; found -1'],
    [{ loss: 'binaryCrossentropy' }, 'takes a model that ends in a sigmoid; this one ends in a softmax'],
    [{ loss: 'categoricalCrossentropy', validation: { ...samples, count: 1 } }, '1 images of 5x3x1'],
  ])('refuses %j before calling any callback', async (wrong, message) => {
    const model = buildModel(network);
    let called = false;
    const callbacks = [{ onTrainBegin: () => void (called = true) }];
    const training = fit(model, samples, { ...options, callbacks, ...wrong });
    await expect(training).rejects.toThrow(RangeError);
    await expect(training).rejects.toThrow(message);
    expect(called).toBe(false);
  });

  test('refuses a loss that it does not know', async () => {
    // @ts-expect-error: what a caller without types can pass
    const training = train({ loss: 'meanSquaredError' });
    await expect(training).rejects.toThrow('Unknown loss "meanSquaredError"; there are sparseCategorical');
  });

  test('names the layer of a model that does not classify', async () => {
    const model = buildModel(baseNetwork);
    if (!('add' in model) || typeof model.add !== 'function') throw new Error('a Sequential');
    model.add(layers.dense({ units: 3, name: 'scores' }));
    await expect(fit(model, samples, options)).rejects.toThrow(
      'A classifier ends in a softmax or sigmoid; the last layer "scores" is a Dense with activation linear',
    );
  });
});
