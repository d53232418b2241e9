import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { baseNetwork, buildModel, buildSamples } from '../conformance/network.ts';
import { engineModel, evaluate, fit, type FitOptions, readWeights, useWasmBackend } from '../index.ts';
import { setAside } from '../samples/set-aside.ts';
import { weightedParts } from './weighted-parts.ts';

const samples = buildSamples(baseNetwork);
const { labels, count } = samples;
const loss = 'sparseCategoricalCrossentropy';

beforeAll(() => useWasmBackend());

function parts(options: Partial<FitOptions>): ReturnType<typeof weightedParts> {
  const { validation, sampleWeight, classWeight } = options;
  return weightedParts(engineModel(buildModel(baseNetwork)), samples, {
    loss,
    seed: 3,
    validation,
    sampleWeight,
    classWeight,
  });
}

describe('the weights of samples', () => {
  test('are absent where none are given', () => {
    expect(parts({}).training.weights).toBeUndefined();
    expect(parts({ validation: 0.2 }).validation?.weights).toBeUndefined();
  });

  test('are those of their classes, 1 for classes without one, times their own', () => {
    const { weights } = parts({ classWeight: { 1: 2, 2: 0.5 } }).training;
    expect(Array.from(weights!)).toEqual(Array.from(labels, (label) => [1, 2, 0.5][label]));
    const sampleWeight = Array.from({ length: count }, (_, index) => index + 1);
    const both = parts({ classWeight: { 1: 2, 2: 0.5 }, sampleWeight }).training.weights;
    expect(Array.from(both!)).toEqual(
      Array.from(labels, (label, index) => [1, 2, 0.5][label]! * (index + 1)),
    );
  });

  test('balanced classes have equal sums, and all weights the mean 1', () => {
    const weights = parts({ classWeight: 'balanced' }).training.weights!;
    for (const label of [0, 1, 2]) {
      const sum = weights.reduce((total, each, index) => total + (labels[index] === label ? each : 0), 0);
      expect(sum).toBeCloseTo(count / 3, 5);
    }
  });

  test('of soft targets are those of the likeliest class', () => {
    const { targets: _, ...hard } = samples;
    const model = engineModel(buildModel({ ...baseNetwork, loss: 'categoricalCrossentropy' }));
    const settings = { seed: 0, validation: undefined, sampleWeight: undefined, classWeight: { 0: 5 } };
    const { weights } = weightedParts(model, hard, { ...settings, loss: 'categoricalCrossentropy' }).training;
    expect(Array.from(weights!)).toEqual(Array.from(labels, (label) => (label === 0 ? 5 : 1)));
  });

  test('go with the samples that are set aside; those of classes are for training alone', () => {
    const sampleWeight = Float32Array.from({ length: count }, (_, index) => index);
    const { heldOut } = setAside(samples, 0.3, 3);
    const { training, validation } = parts({ validation: 0.3, sampleWeight, classWeight: { 0: 100 } });
    expect(validation?.weights).toEqual(sampleWeight.filter((_, index) => heldOut[index] === 1));
    const own = sampleWeight.map((weight, index) => weight * (labels[index] === 0 ? 100 : 1));
    expect(training.weights).toEqual(own.filter((_, index) => heldOut[index] === 0));
  });
});

describe('a weighted training', () => {
  const options: FitOptions = { epochs: 1, loss, batchSize: count, optimizer: 'sgd', learningRate: 0.3 };

  async function weightsAfter(settings: FitOptions, of = samples): Promise<number[]> {
    const model = buildModel(baseNetwork);
    await fit(model, of, settings);
    return readWeights(model).flatMap(({ values }) => Array.from(values));
  }

  test('of weights 1 is the training without weights, to the bit', async () => {
    const plain = await weightsAfter({ ...options, epochs: 3, batchSize: 8 });
    const sampleWeight = new Float32Array(count).fill(1);
    expect(await weightsAfter({ ...options, epochs: 3, batchSize: 8, sampleWeight })).toEqual(plain);
  });

  test('takes a sample of weight 2 as two of them, and one of weight 0 as absent', async () => {
    // Twice the first ten, once the next ten, and none of the last seven: 30 losses, divided by 27 where they are weighted.
    const sampleWeight = Array.from({ length: count }, (_, index) => (index < 10 ? 2 : index < 20 ? 1 : 0));
    const indices = Array.from({ length: 30 }, (_, at) => (at < 20 ? at : at - 20));
    const pixels = samples.images.length / count;
    const repeated = {
      ...samples,
      count: 30,
      images: Uint8Array.from({ length: 30 * pixels }, (_, at) => {
        return samples.images[indices[Math.floor(at / pixels)]! * pixels + (at % pixels)]!;
      }),
      labels: Uint8Array.from(indices, (index) => labels[index]!),
      targets: new Float32Array(30 * 3).fill(1 / 3),
    };
    const weighted = await weightsAfter({ ...options, sampleWeight });
    const expected = await weightsAfter(
      { ...options, batchSize: 30, learningRate: (0.3 * 30) / 27 },
      repeated,
    );
    for (const [index, value] of weighted.entries()) expect(value).toBeCloseTo(expected[index]!, 6);
  });

  test('reports weighted losses, plain accuracies, and an unweighted validation', async () => {
    const model = constantModel();
    const frozen = { ...options, learningRate: 1e-9, validation: samples };
    const { history } = await fit(model, samples, { ...frozen, classWeight: { 0: 3, 1: 0, 2: 0 } });
    const { perClass, accuracy } = await evaluate(model, samples, { loss });
    // A model without knowledge has the loss log 3 for every sample.
    const zeros = perClass[0]!.support;
    expect(history[0]!.loss).toBeCloseTo((3 * zeros * Math.log(3)) / count, 5);
    expect(history[0]!.valLoss).toBeCloseTo(Math.log(3), 5);
    expect(history[0]!.accuracy).toBeCloseTo(accuracy, 9);
  });

  test('a checkpoint of other weights is refused by name', async () => {
    const checkpoints: NonNullable<FitOptions['resume']>[] = [];
    const save = {
      every: 'epoch',
      save: (each: (typeof checkpoints)[number]) => void checkpoints.push(each),
    } as const;
    await fit(buildModel(baseNetwork), samples, { ...options, classWeight: { 0: 2 }, checkpoint: save });
    const resume = checkpoints[0]!;
    const again = (classWeight: FitOptions['classWeight']): Promise<unknown> =>
      fit(buildModel(baseNetwork), samples, {
        ...options,
        epochs: 2,
        resume,
        ...(classWeight !== undefined && { classWeight }),
      });
    await expect(again({ 0: 3 })).rejects.toThrow('made with classWeight {"0":2}; this training has {"0":3}');
    await expect(again(undefined)).rejects.toThrow('classWeight {"0":2}; this training has nothing');
    await expect(again({ 0: 2 })).resolves.toMatchObject({ status: 'completed' });
  });
});

function constantModel(): LayersModel {
  const model = sequential();
  model.add(layers.flatten({ inputShape: [...baseNetwork.input] }));
  model.add(layers.dense({ units: 3, activation: 'softmax', kernelInitializer: 'zeros' }));
  return model;
}
