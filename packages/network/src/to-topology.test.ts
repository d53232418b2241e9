import { memory } from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { branching, convolutional, dense, startTfjs } from '../test/models.ts';
import { networkFromTopology, networkOf, topologyOf } from './index.ts';

beforeAll(startTfjs);

test.each([
  ['a chain', convolutional],
  ['a graph', branching],
  ['a chain with an input layer', dense],
])('%s comes back from its network as the model that it was', async (_, build) => {
  const saved: unknown = build().toJSON(null, false);
  const network = networkFromTopology(saved);
  const before = memory().numTensors;
  const again = await models.modelFromJSON({ ...topologyOf(network), keras_version: '', backend: '' });
  expect(memory().numTensors - before).toBe(network.weights.length);
  expect(again.toJSON(null, false)).toEqual(saved);
  expect(networkOf(again)).toEqual(network);
});

test('a length that a Reshape leaves open is filled in: TensorFlow.js builds nothing on an open one', async () => {
  const network = networkFromTopology({
    class_name: 'Sequential',
    config: [
      {
        class_name: 'Reshape',
        config: { name: 'rows', target_shape: [4, -1], batch_input_shape: [null, 6, 2] },
      },
      { class_name: 'Dense', config: { name: 'units', units: 2 } },
    ],
  });
  expect(network.layers.map(({ outputShape }) => outputShape)).toEqual([
    [4, 3],
    [4, 2],
  ]);
  const model = await models.modelFromJSON({ ...topologyOf(network), keras_version: '', backend: '' });
  expect(model.outputs[0]?.shape).toEqual([null, 4, 2]);
});
