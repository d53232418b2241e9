import { memory } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluate, lossAndAccuracy, predict, readWeights, type Samples, useWasmBackend } from '../index.ts';
import { assignWeights } from '../tfjs/assign-weights.ts';

beforeAll(() => useWasmBackend());

/** Three pixels, three classes: the logit of a class is twice its pixel's brightness. */
function brightestPixel(): LayersModel {
  const model = sequential();
  model.add(layers.rescaling({ scale: 1 / 255, inputShape: [1, 3, 1] }));
  model.add(layers.flatten());
  model.add(layers.dense({ units: 3, activation: 'softmax', useBias: false }));
  const [kernel] = readWeights(model);
  assignWeights(model, [{ ...kernel!, values: Float32Array.of(2, 0, 0, 0, 2, 0, 0, 0, 2) }]);
  return model;
}

/** Predicted 0, 1, 1, 1, 2, 2, with logits of 2, 2, 0.4, 2, 1.6, 2 against zeros. */
const samples: Samples = {
  images: Uint8Array.from(
    [
      [255, 0, 0],
      [0, 255, 0],
      [0, 51, 0],
      [0, 255, 0],
      [0, 0, 204],
      [0, 0, 255],
    ].flat(),
  ),
  labels: Uint8Array.of(0, 0, 1, 1, 1, 2),
  count: 6,
  height: 1,
  width: 3,
  channels: 1,
};
const loss = 'sparseCategoricalCrossentropy';

/** The probability of the brightest pixel's class, from its logit, and of each of the others. */
const bright = (logit: number): number => Math.exp(logit) / (Math.exp(logit) + 2);
const dark = (logit: number): number => 1 / (Math.exp(logit) + 2);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('lossAndAccuracy gives the bits of evaluate, and refuses what it refuses', async () => {
  const model = brightestPixel();
  const whole = await evaluate(model, samples, { loss, batchSize: 4 });
  expect(await lossAndAccuracy(model, samples, { loss, batchSize: 4 })).toEqual({
    loss: whole.loss,
    accuracy: whole.accuracy,
  });
  const { labels: _, ...unlabelled } = samples;
  await expect(lossAndAccuracy(model, unlabelled, { loss })).rejects.toThrow(RangeError);
});

describe('evaluate', () => {
  test('gives the loss, accuracy, confusion and reports that are worked out by hand', async () => {
    const found = await evaluate(brightestPixel(), samples, { loss });
    const ofLabels = [bright(2), dark(2), bright(0.4), bright(2), dark(1.6), bright(2)];
    expect(found.loss).toBeCloseTo(-mean(ofLabels.map(Math.log)), 6);
    expect(found.accuracy).toBe(4 / 6);
    expect(found.confusion).toEqual([
      [1, 1, 0],
      [0, 2, 1],
      [0, 0, 1],
    ]);
    expect(found.perClass).toEqual([
      { precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2 },
      { precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 },
      { precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 },
    ]);
    expect(found.mistakes.map(({ index, label, predicted }) => [index, label, predicted])).toEqual([
      [1, 0, 1],
      [4, 1, 2],
    ]);
    expect(found.mistakes[0]!.probability).toBeCloseTo(bright(2), 6);
    expect(found.mistakes[1]!.probability).toBeCloseTo(bright(1.6), 6);
    expect(found.probabilities).toHaveLength(18);
    expect(found.probabilities[2 * 3 + 1]).toBeCloseTo(bright(0.4), 6);
  });

  test('lists the surest mistakes first, no more than asked for', async () => {
    const labels = Uint8Array.of(1, 1, 0, 1, 1, 2);
    const list = async (mistakes?: number): Promise<number[]> => {
      const options = { loss, ...(mistakes !== undefined && { mistakes }) } as const;
      const found = await evaluate(brightestPixel(), { ...samples, labels }, options);
      return found.mistakes.map(({ index }) => index);
    };
    expect(await list()).toEqual([0, 4, 2]);
    expect(await list(2)).toEqual([0, 4]);
    expect(await list(0)).toEqual([]);
    await expect(list(-1)).rejects.toThrow('mistakes is a whole number, at least 0; found -1');
  });

  test('means weigh a short last batch by what it holds', async () => {
    const whole = await evaluate(brightestPixel(), samples, { loss });
    const cut = await evaluate(brightestPixel(), samples, { loss, batchSize: 4 });
    expect(cut.loss).toBeCloseTo(whole.loss, 6);
    expect(cut).toMatchObject({ accuracy: whole.accuracy, confusion: whole.confusion });
  });

  test('a loss that reads targets takes labels as one-hot rows', async () => {
    const rows = await evaluate(brightestPixel(), samples, { loss: 'categoricalCrossentropy' });
    expect(rows).toEqual(await evaluate(brightestPixel(), samples, { loss }));
  });

  test('needs no loss where the model’s output says which', async () => {
    const measured = await evaluate(brightestPixel(), samples);
    expect(measured).toEqual(await evaluate(brightestPixel(), samples, { loss }));
  });

  test('takes soft targets for the class that they favour', async () => {
    const targets = Float32Array.from(
      [...samples.labels!].flatMap((label) => [0, 1, 2].map((index) => (index === label ? 0.8 : 0.1))),
    );
    const { labels: _, ...images } = samples;
    const model = brightestPixel();
    const soft = await evaluate(model, { ...images, targets }, { loss: 'categoricalCrossentropy' });
    const hard = await evaluate(model, samples, { loss });
    expect(soft).toMatchObject({ confusion: hard.confusion, accuracy: hard.accuracy });
    const right = (logit: number): number => 0.8 * Math.log(bright(logit)) + 0.2 * Math.log(dark(logit));
    const wrong = (logit: number): number => 0.1 * Math.log(bright(logit)) + 0.9 * Math.log(dark(logit));
    expect(soft.loss).toBeCloseTo(-(3 * right(2) + right(0.4) + wrong(2) + wrong(1.6)) / 6, 6);
  });

  test('of a sigmoid tells two classes apart at 0.5, and gives the probability of what it predicts', async () => {
    const model = sequential();
    model.add(layers.rescaling({ scale: 1 / 255, inputShape: [1, 1, 1] }));
    model.add(layers.flatten());
    model.add(layers.dense({ units: 1, activation: 'sigmoid' }));
    const [kernel, bias] = readWeights(model);
    assignWeights(model, [
      { ...kernel!, values: Float32Array.of(4) },
      { ...bias!, values: Float32Array.of(-2) },
    ]);
    // Logits -2, 2, 2, -2.
    const found = await evaluate(
      model,
      {
        images: Uint8Array.of(0, 255, 255, 0),
        labels: Uint8Array.of(0, 1, 0, 1),
        count: 4,
        height: 1,
        width: 1,
        channels: 1,
      },
      { loss: 'binaryCrossentropy' },
    );
    const sigmoid = 1 / (1 + Math.exp(-2));
    expect(found.loss).toBeCloseTo(-(Math.log(sigmoid) + Math.log(1 - sigmoid)) / 2, 6);
    expect(found.confusion).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(found.mistakes.map(({ index, predicted }) => [index, predicted])).toEqual([
      [2, 1],
      [3, 0],
    ]);
    for (const { probability } of found.mistakes) expect(probability).toBeCloseTo(sigmoid, 6);
  });

  test('leaves weights and memory as they were', async () => {
    const model = brightestPixel();
    const weights = readWeights(model);
    const tensors = memory().numTensors;
    await evaluate(model, samples, { loss });
    await predict(model, samples);
    expect(readWeights(model)).toEqual(weights);
    expect(memory().numTensors).toBe(tensors);
  });

  test('refuses labels beyond the classes', async () => {
    const wrong = { ...samples, labels: Uint8Array.of(0, 0, 1, 1, 1, 3) };
    await expect(evaluate(brightestPixel(), wrong, { loss })).rejects.toThrow('found 3 at index 5');
  });
});

describe('predict', () => {
  test('gives each image’s probabilities, however many at a time', async () => {
    const { labels: _, ...images } = samples;
    const { probabilities: whole } = await predict(brightestPixel(), images);
    expect(whole[0]).toBeCloseTo(bright(2), 6);
    expect(whole[1]).toBeCloseTo(dark(2), 6);
    for (const batchSize of [1, 4]) {
      const { probabilities: cut } = await predict(brightestPixel(), images, { batchSize });
      for (const [index, value] of whole.entries()) expect(cut[index]).toBeCloseTo(value, 6);
    }
  });

  test('takes a model with several sigmoid outputs', async () => {
    const model = sequential();
    model.add(layers.flatten({ inputShape: [1, 3, 1] }));
    model.add(layers.dense({ units: 2, activation: 'sigmoid', kernelInitializer: 'zeros' }));
    const found = await predict(model, samples);
    expect(Array.from(found.probabilities)).toEqual(Array.from({ length: 12 }, () => 0.5));
  });

  test.each([
    [{ images: samples.images.subarray(1) }, '6 images of 1x3x1 have 18 bytes; found 17'],
    [{ width: 1, height: 3 }, 'The model takes images of 1x3x1; found 3x1x1'],
  ])('refuses %j', async (wrong, message) => {
    await expect(predict(brightestPixel(), { ...samples, ...wrong })).rejects.toThrow(message);
  });

  test('refuses a batch size that is none', async () => {
    const prediction = predict(brightestPixel(), samples, { batchSize: 0 });
    await expect(prediction).rejects.toThrow('batchSize is a whole number, at least 1; found 0');
  });
});
