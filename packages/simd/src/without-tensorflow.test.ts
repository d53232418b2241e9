import { evaluate, openModel, predict } from '@atelier/training';
import { expect, test, vi } from 'vitest';
import { simdEngine } from './index.ts';

// Whatever loads one of these fails.
vi.mock('@tensorflow/tfjs-core', () => {
  throw new Error('It was loaded');
});
vi.mock('@tensorflow/tfjs-layers', () => {
  throw new Error('It was loaded');
});
vi.mock('@tensorflow/tfjs-backend-wasm', () => {
  throw new Error('It was loaded');
});

/** Two pixels, two classes: the logit of a class is its pixel, from 0 to 1, less 0.5 for the second. */
const model = openModel({
  modelJson: JSON.stringify({
    modelTopology: {
      class_name: 'Sequential',
      config: {
        name: 'brighter',
        layers: [
          {
            class_name: 'Rescaling',
            config: { name: 'fractions', scale: 1 / 255, offset: 0, batch_input_shape: [null, 1, 2, 1] },
          },
          { class_name: 'Flatten', config: { name: 'flat' } },
          { class_name: 'Dense', config: { name: 'classes', units: 2, activation: 'softmax' } },
        ],
      },
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: [
          { name: 'classes/kernel', shape: [2, 2], dtype: 'float32' },
          { name: 'classes/bias', shape: [2], dtype: 'float32' },
        ],
      },
    ],
  }),
  weights: new Uint8Array(Float32Array.of(1, 0, 0, 1, 0, -0.5).buffer),
});

const samples = {
  images: Uint8Array.of(255, 0, 0, 255),
  labels: Uint8Array.of(0, 1),
  count: 2,
  height: 1,
  width: 2,
  channels: 1,
};

test('a stored model predicts and is evaluated without TensorFlow.js', async () => {
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const { probabilities } = await predict(model, samples, { engine: simdEngine({ threads: 1 }) });
  const expected = [sigmoid(1.5), sigmoid(-1.5), sigmoid(-0.5), sigmoid(0.5)];
  expect(probabilities).toHaveLength(4);
  for (const [index, value] of expected.entries()) expect(probabilities[index]).toBeCloseTo(value, 6);
  const loss = 'sparseCategoricalCrossentropy';
  const found = await evaluate(model, samples, { engine: simdEngine({ threads: 2 }), loss });
  expect(found.accuracy).toBe(1);
  expect(found.loss).toBeCloseTo(-(Math.log(sigmoid(1.5)) + Math.log(sigmoid(0.5))) / 2, 6);
});

test('the tfjs engine would have loaded it', async () => {
  await expect(predict(model, samples)).rejects.toMatchObject({ cause: new Error('It was loaded') });
});
