import {
  input,
  layers,
  type LayersModel,
  model,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { apply, branching, convolutional, dense, startTfjs } from '../test/models.ts';
import { networkOf } from './index.ts';

beforeAll(startTfjs);

/** What TensorFlow.js says of a model, in the words of a network. */
function factsOf(whole: LayersModel): object {
  const own = whole.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  return {
    input: whole.inputs[0]?.shape.slice(1),
    layers: own.map((layer) => ({
      name: layer.name,
      kind: layer.getClassName(),
      outputShape: layer.outputShape.slice(1),
      weights: layer.weights.length,
    })),
    weights: whole.weights.map(({ originalName, shape }) => ({ name: originalName, shape })),
    trainable: whole.trainableWeights.length,
    parameters: whole.countParams(),
  };
}

function factsOfNetwork(whole: LayersModel): object {
  const network = networkOf(whole);
  return {
    input: network.input.shape,
    layers: network.layers.map(({ name, kind, outputShape, weights }) => ({
      name,
      kind,
      outputShape,
      weights: weights.length,
    })),
    weights: network.weights.map(({ name, shape }) => ({ name, shape })),
    trainable: network.weights.filter(({ trainable }) => trainable).length,
    parameters: network.parameters,
  };
}

describe('networkOf', () => {
  test.each([
    ['a chain of convolutions', convolutional],
    ['branches', branching],
    ['dense layers', dense],
  ])('says of %s what TensorFlow.js computes: order, shapes, weights', (_, build) => {
    const whole = build();
    expect(factsOfNetwork(whole)).toEqual(factsOf(whole));
  });

  test('agrees with TensorFlow.js on random graphs', () => {
    /** Each layer takes one or two of the values so far. */
    const step = fc.record({
      kind: fc.constantFrom('conv', 'depthwise', 'normal', 'relu', 'add', 'concatenate'),
      left: fc.nat(),
      right: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const image = input({ shape: [5, 4, 2] });
        const values: SymbolicTensor[] = [image];
        for (const { kind, left, right } of steps) {
          const one = values[left % values.length]!;
          const other = values[right % values.length]!;
          const channels = Number(one.shape[3]);
          values.push(
            {
              conv: () => apply(layers.conv2d({ filters: 3, kernelSize: 2, padding: 'same' }), one),
              depthwise: () => apply(layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }), one),
              normal: () => apply(layers.batchNormalization(), one),
              relu: () => apply(layers.reLU(), one),
              add: () =>
                apply(channels === other.shape[3] ? layers.add() : layers.concatenate(), [one, other]),
              concatenate: () => apply(layers.concatenate(), [other, one]),
            }[kind](),
          );
        }
        const whole = model({ inputs: image, outputs: values.at(-1)! });
        expect(factsOfNetwork(whole)).toEqual(factsOf(whole));
        whole.dispose();
      }),
      { numRuns: 60 },
    );
  });

  test('tells which layers take which', () => {
    const { layers: all, output } = { output: 'softmax', ...networkOf(branching()) };
    const inputs = Object.fromEntries(
      all.map((layer) => [layer.name, layer.inputs.map((index) => all[index]?.name ?? 'image')]),
    );
    expect(inputs).toMatchObject({
      short: ['image'],
      second: ['first'],
      sum: ['second', 'short'],
      joined: ['short', 'sum', 'first'],
    });
    expect(all.at(-1)?.kind).toBe('Softmax');
    expect(output).toBe('softmax');
  });

  test('counts what one image costs, and numbers layers of a kind', () => {
    const { layers: all, cost } = networkOf(
      model(
        (() => {
          const image = input({ shape: [4, 4, 2] });
          const edges = apply(layers.conv2d({ filters: 3, kernelSize: 3 }), image);
          const pooled = apply(layers.maxPooling2d({ poolSize: 2 }), edges);
          const dropped = apply(layers.dropout({ rate: 0.5 }), apply(layers.dropout({ rate: 0.1 }), pooled));
          return { inputs: image, outputs: dropped };
        })(),
      ),
    );
    // 2x2 positions of 3x3x2x3 weights and 3 biases; one window of 4 for each of 3 channels; a factor for each of 3 units.
    expect(all.map(({ multiplications }) => multiplications)).toEqual([4 * 57, 12, 3, 3]);
    expect(cost.outputs).toBe(32 + 12 + 3 + 3 + 3);
    expect(cost.operations).toBe(32 + 12 + 228 + (12 + 3 + 12) + 2 * (3 + 3 + 3));
    expect(all.map(({ ordinal }) => ordinal)).toEqual([0, 0, 0, 1]);
  });

  test('takes the regularizer that TensorFlow.js writes down as a constraint for what it is', () => {
    const whole = sequential({
      layers: [
        layers.depthwiseConv2d({ kernelSize: 2, depthwiseRegularizer: 'l1l2', inputShape: [3, 3, 1] }),
        layers.flatten(),
      ],
    });
    const [kernel] = networkOf(whole).weights;
    expect(kernel).toMatchObject({ penalty: { l1: 0.01, l2: 0.01 }, constraint: undefined });
  });

  test('knows penalties, and which weights are trained', () => {
    const { weights } = networkOf(convolutional());
    expect(
      weights
        .filter(({ penalty }) => penalty.l1 !== 0)
        .map(({ name, penalty }) => [name.split('/')[1], penalty]),
    ).toEqual([['kernel', { l1: 0.01, l2: 0.01 }]]);
    expect(weights.filter(({ trainable }) => !trainable).map(({ name }) => name.split('/')[1])).toEqual([
      'moving_mean',
      'moving_variance',
      'depthwise_kernel',
      'bias',
      'moving_mean',
      'moving_variance',
    ]);
  });
});
