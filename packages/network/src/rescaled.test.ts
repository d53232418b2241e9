import { tensor } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, models, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { branching, convolutional, startTfjs } from '../test/models.ts';
import { networkFromTopology, networkOf, rescaled, rescalesPixels, topologyOf } from './index.ts';

beforeAll(startTfjs);

describe('a rescaled network', () => {
  test.each([
    ['a chain', convolutional],
    ['a graph', branching],
  ])('of %s gives for x what the network gives for 2x - 1', async (_, build) => {
    const model = build();
    const network = rescaled(networkOf(model), 2, -1);
    expect(network).toEqual(networkFromTopology(topologyOf(network)));
    const changed = await models.modelFromJSON({ ...topologyOf(network), keras_version: '', backend: '' });
    for (const layer of model.layers.filter(({ weights }) => weights.length > 0)) {
      changed.getLayer(layer.name).setWeights(layer.getWeights());
    }
    const { shape } = network.input;
    const values = Array.from({ length: shape.reduce((a, b) => a * b) }, (_x, index) => (index % 7) / 7);
    const outputs = (of: LayersModel, input: number[]): number[] => {
      const output = of.predict(tensor(input, [1, ...shape]));
      return Array.isArray(output) ? [] : [...output.dataSync()];
    };
    const expected = outputs(
      model,
      values.map((value) => 2 * value - 1),
    );
    for (const [index, value] of outputs(changed, values).entries()) {
      expect(value).toBeCloseTo(expected[index] ?? NaN, 5);
    }
  });
});

describe('whether a network divides raw pixels', () => {
  const behind = (scale: number): boolean =>
    rescalesPixels(
      networkOf(
        sequential({
          layers: [
            layers.zeroPadding2d({ padding: 1, inputShape: [2, 2, 1] }),
            layers.rescaling({ scale }),
            layers.flatten(),
            layers.dense({ units: 2 }),
          ],
        }),
      ),
    );

  test('is told by the layers that read its input', () => {
    expect(behind(1 / 255)).toBe(true);
    expect(behind(1)).toBe(false);
    expect(rescalesPixels(networkOf(branching()))).toBe(false);
  });

  test('and not by a rescaling behind a layer with weights', () => {
    const model = sequential({
      layers: [layers.dense({ units: 2, inputShape: [2] }), layers.rescaling({ scale: 1 / 255 })],
    });
    expect(rescalesPixels(networkOf(model))).toBe(false);
  });
});
