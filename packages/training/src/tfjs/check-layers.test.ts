import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { fit, predict, UnsupportedError, useWasmBackend } from '../index.ts';

beforeAll(() => useWasmBackend());

type Layer = LayersModel['layers'][number];

const samples = {
  images: Uint8Array.from({ length: 48 }, (_, at) => (at * 29) % 256),
  labels: Uint8Array.of(0, 1, 0),
  count: 3,
  height: 4,
  width: 4,
  channels: 1,
};

/** Rows of the pictures are steps of a sequence. */
const rows = (layer: Layer): LayersModel =>
  sequential({
    layers: [
      layers.reshape({ targetShape: [4, 4], inputShape: [4, 4, 1] }),
      layer,
      layers.flatten(),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });

/** The default, `orthogonal`, needs operations that are not loaded. */
const recurrent = { units: 3, recurrentInitializer: 'glorotNormal' } as const;

const training = (model: LayersModel): Promise<unknown> => fit(model, samples, { epochs: 1 });

describe('layers whose random numbers cannot be seeded', () => {
  const seeded = "cannot draw from a run's seed";
  const lstm = (settings: object): ReturnType<typeof layers.lstm> =>
    layers.lstm({ ...recurrent, returnSequences: true, name: 'steps', ...settings });
  test.each<[Layer, string]>([
    [layers.gaussianNoise({ stddev: 1, name: 'noise' }), `Layer "noise" (GaussianNoise) ${seeded}`],
    [layers.gaussianDropout({ rate: 0.5, name: 'noise' }), `Layer "noise" (GaussianDropout) ${seeded}`],
    [layers.alphaDropout({ rate: 0.5, name: 'noise' }), `Layer "noise" (AlphaDropout) ${seeded}`],
    [layers.spatialDropout1d({ rate: 0.5, name: 'noise' }), `Layer "noise" (SpatialDropout1D) ${seeded}`],
    [layers.dropout({ rate: 0.5, noiseShape: [1, 1, 4], name: 'rows' }), 'Layer "rows" has a noiseShape'],
    [lstm({ dropout: 0.2 }), `Layer "steps" (LSTM) has dropout 0.2, which ${seeded}`],
    [lstm({ recurrentDropout: 0.3 }), `Layer "steps" (LSTM) has dropout 0.3, which ${seeded}`],
    [
      layers.bidirectional({ layer: lstm({ dropout: 0.2 }), name: 'both' }),
      `The LSTM in layer "both" (Bidirectional) has dropout 0.2, which ${seeded}`,
    ],
    [
      layers.timeDistributed({ layer: layers.dropout({ rate: 0.5 }), name: 'each' }),
      `The Dropout in layer "each" (TimeDistributed) ${seeded}`,
    ],
    [
      layers.rnn({
        cell: layers.gruCell({ ...recurrent, dropout: 0.1 }),
        returnSequences: true,
        name: 'cells',
      }),
      `Layer "cells" (RNN) has dropout 0.1, which ${seeded}`,
    ],
  ])('are refused in training, and compute in inference (%#)', async (layer, message) => {
    const model = rows(layer);
    await expect(training(model)).rejects.toThrow(UnsupportedError);
    await expect(training(model)).rejects.toThrow(message);
    expect((await predict(model, samples)).count).toBe(3);
  });

  test('are those that draw: recurrent layers without dropout are trained', async () => {
    await expect(training(rows(lstm({})))).resolves.toMatchObject({ history: { length: 1 } });
  });
});

test('a penalty of a recurrent layer, which TensorFlow.js leaves out of the loss, is refused', async () => {
  const gru = layers.gru({
    ...recurrent,
    returnSequences: true,
    name: 'steps',
    recurrentRegularizer: 'l1l2',
  });
  expect(rows(gru).calculateLosses()).toEqual([]);
  await expect(training(rows(layers.bidirectional({ layer: gru, name: 'both' })))).rejects.toThrow(
    'The GRU in layer "both" (Bidirectional) has a regularizer, whose penalty TensorFlow.js leaves out of the loss',
  );
});

test('a frozen batch normalization in a wrapper is refused, one that learns is not', async () => {
  const each = layers.timeDistributed({ layer: layers.batchNormalization(), name: 'each' });
  const model = rows(each);
  await expect(training(model)).resolves.toBeDefined();
  each.trainable = false;
  await expect(training(model)).rejects.toThrow(
    'The BatchNormalization in layer "each" (TimeDistributed) is frozen; only one that is a layer of a model can be',
  );
});

test('a dilated depthwise convolution, which TensorFlow.js computes without dilation, is refused', async () => {
  const dilated = (dilationRate: number): LayersModel =>
    sequential({
      layers: [
        layers.depthwiseConv2d({
          kernelSize: 2,
          padding: 'same',
          dilationRate,
          name: 'wide',
          inputShape: [4, 4, 1],
        }),
        layers.flatten(),
        layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
  const message = 'Layer "wide" (DepthwiseConv2D) has dilationRate 2,2, which TensorFlow.js does not compute';
  await expect(training(dilated(2))).rejects.toThrow(UnsupportedError);
  await expect(training(dilated(2))).rejects.toThrow(message);
  await expect(predict(dilated(2), samples)).rejects.toThrow(message);
  await expect(predict(dilated(1), samples)).resolves.toMatchObject({ count: 3 });
});
