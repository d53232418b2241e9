import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { baseNetwork, buildModel } from '../conformance/network.ts';
import {
  deserializeModel,
  readWeights,
  serializeModel,
  useWasmBackend,
  weightName,
  writeWeights,
} from '../index.ts';

beforeAll(() => useWasmBackend());

describe('weights', () => {
  test('are copies, which are written back without a tensor left over', async () => {
    const model = buildModel(baseNetwork);
    const tensors = memory().numTensors;
    const weights = readWeights(model);
    const doubled = weights.map((weight) => ({ ...weight, values: weight.values.map((value) => 2 * value) }));
    expect(readWeights(model)).toEqual(weights);
    await writeWeights(model, doubled);
    expect(readWeights(model)).toEqual(doubled);
    expect(memory().numTensors).toBe(tensors);
  });

  test('of a loaded model have the names of the saved one', async () => {
    const model = buildModel(baseNetwork);
    const names = model.weights.map(weightName);
    const loaded = await deserializeModel(await serializeModel(model));
    expect(loaded.weights.map(weightName)).toEqual(names);
    expect(names.map((name) => name.split('/')[1])).toEqual(['kernel', 'bias', 'kernel', 'bias']);
  });

  test('that do not fit are refused before any is written', async () => {
    const model = buildModel(baseNetwork);
    const before = readWeights(model);
    const wrong = before.map((weight, index) =>
      index < 3 ? { ...weight, values: weight.values.map(() => 9) } : { ...weight, shape: [4] },
    );
    await expect(writeWeights(model, wrong)).rejects.toThrow(
      /Tensor ".*bias" has shape \[3\]; found \[4\] with 3 values/,
    );
    await expect(writeWeights(model, before.slice(1))).rejects.toThrow('There are 4 tensors to set; found 3');
    expect(readWeights(model)).toEqual(before);
  });
});
