import { getBackend, memory } from '@tensorflow/tfjs-core';
import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import {
  fit,
  readWeights,
  serializeModel,
  tfjsEngine,
  useWasmBackend,
  useWeightStore,
  writeWeights,
} from '../index.ts';

function smallModel(): LayersModel {
  const kernelInitializer = initializers.glorotUniform({ seed: 7 });
  return sequential({
    layers: [
      layers.conv2d({
        name: 'conv',
        inputShape: [5, 4, 1],
        filters: 3,
        kernelSize: 2,
        kernelInitializer,
        activation: 'relu',
      }),
      layers.flatten(),
      layers.dense({ name: 'dense', units: 2, kernelInitializer, activation: 'softmax' }),
    ],
  });
}

test('a model can be made, changed, saved and freed without a backend that computes', async () => {
  await Promise.all([useWeightStore(), useWeightStore()]);
  expect(getBackend()).toBe('atelier-weights');
  const before = memory().numTensors;
  const model = smallModel();
  const doubled = readWeights(model).map((each) => ({
    ...each,
    values: each.values.map((value) => 2 * value + 1),
  }));
  await writeWeights(model, doubled);
  expect(readWeights(model)).toEqual(doubled);
  const { weights } = await serializeModel(model);
  expect(new Float32Array(weights.buffer)).toEqual(
    Float32Array.from(doubled.flatMap(({ values }) => [...values])),
  );
  model.dispose();
  expect(memory().numTensors).toBe(before);
});

test('an engine of TensorFlow.js starts its own backend, and trains what was stored to the same bits', async () => {
  await useWeightStore();
  const stored = smallModel();
  const weights = readWeights(stored);
  await useWasmBackend();
  const made = smallModel();
  await writeWeights(made, weights);
  const tensors = memory().numTensors;
  const samples = {
    images: Uint8Array.from({ length: 12 * 20 }, (_, at) => (at * 7919) % 256),
    labels: Uint8Array.from({ length: 12 }, (_, at) => at % 2),
    count: 12,
    height: 5,
    width: 4,
    channels: 1,
  };
  for (const model of [stored, made])
    await fit(model, samples, { engine: tfjsEngine(), epochs: 3, batchSize: 4 });
  expect(getBackend()).toBe('wasm');
  expect(readWeights(stored)).toEqual(readWeights(made));
  expect(readWeights(stored)).not.toEqual(weights);
  expect(memory().numTensors).toBe(tensors);
  stored.dispose();
  made.dispose();
});
