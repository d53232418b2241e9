import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { useWasmBackend } from '../tfjs/backend.ts';
import type { Training } from '../fit/callback.ts';
import { numberOf, weightsOf } from './state.ts';

function trainingOf(model: LayersModel): Training {
  const never = async (): Promise<never> => Promise.reject(new Error('not asked for here'));
  return {
    model,
    epochs: 1,
    stepsPerEpoch: 1,
    validated: false,
    history: [],
    learningRate: 1,
    stop: () => {},
    getWeights: never,
    setWeights: never,
    syncModel: never,
  };
}

let training: Training;
beforeAll(async () => {
  await useWasmBackend();
  const model = sequential();
  model.add(layers.dense({ units: 2, inputShape: [3], useBias: false }));
  training = trainingOf(model);
});
const kernel = { name: 'dense/kernel', shape: [3, 2], values: new Float32Array(6) };

test('a number of a state is given by its name, also 0', () => {
  expect(numberOf({ numbers: { best: 0 } }, 'best')).toBe(0);
});

test('a number that a state lacks belongs to other callbacks', () => {
  expect(() => numberOf({ numbers: {} }, 'best')).toThrow(RangeError);
  expect(() => numberOf({ numbers: {} }, 'best')).toThrow('has no number best: use the same callbacks');
});

test('weights of a state are given when they are the model’s', () => {
  const state = { numbers: {}, tensors: { best: [kernel] } };
  expect(weightsOf(state, 'best', training)).toBe(state.tensors.best);
});

test.each([
  [{ numbers: {} }, 'has no weights best: use the same callbacks'],
  [{ numbers: {}, tensors: { latest: [kernel] } }, 'has no weights best'],
  [{ numbers: {}, tensors: { best: [] } }, 'There are 1 tensors to set; found 0'],
  [{ numbers: {}, tensors: { best: [{ ...kernel, shape: [2, 3] }] } }, 'has shape [3, 2]; found [2, 3]'],
])('weights that a state lacks, or another model’s, are refused: %#', (state, message) => {
  expect(() => weightsOf(state, 'best', training)).toThrow(RangeError);
  expect(() => weightsOf(state, 'best', training)).toThrow(message);
});
