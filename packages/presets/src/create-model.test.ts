import '@tensorflow/tfjs-backend-wasm';
import { networkOf } from '@atelier/network';
import { streamKey } from '@atelier/random';
import { memory, setBackend, tensor } from '@tensorflow/tfjs-core';
import { initializers, type LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { createModel, definePreset, presets } from './index.ts';

const fashionMnist = { inputShape: [28, 28, 1], classes: 10 } as const;

beforeAll(async () => {
  await setBackend('wasm');
});

function weights(model: LayersModel): number[][] {
  return model.getWeights().map((weight) => Array.from(weight.dataSync()));
}

/** Of convolutions without biases, each with four numbers of batch normalization a filter, and of the output. */
function residualParameters(a: number, b: number, c: number): number {
  const convolutions = 9 * a + 2 * 9 * a * a + 9 * a * b + 2 * 9 * b * b + 9 * b * c;
  const norms = 4 * (3 * a + 3 * b + c);
  return convolutions + norms + c * 10 + 10;
}

describe('presets', () => {
  test.each([
    ['softmax', 784 * 10 + 10],
    ['mlp-32', 784 * 32 + 32 + 32 * 10 + 10],
    ['mlp-128', 784 * 128 + 128 + 128 * 10 + 10],
    ['cnn', 9 * 16 + 4 * 16 + 9 * 16 * 32 + 4 * 32 + 7 * 7 * 32 * 48 + 48 + 48 * 10 + 10],
    ['resnet', residualParameters(32, 64, 128)],
    ['resnet-long', residualParameters(48, 96, 192)],
    ['mlp-deep', 784 * 256 + 256 + 256 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10],
  ] as const)('%s has %d parameters on Fashion-MNIST', (name, parameters) => {
    expect(createModel(name, fashionMnist).countParams()).toBe(parameters);
  });

  test('mlp-32 and mlp-128 carry the tutorial’s recipes', () => {
    expect(presets['mlp-32']).toMatchObject({
      optimizer: 'adam',
      learningRate: 0.001,
      batchSize: 32,
      epochs: 30,
      loss: 'sparseCategoricalCrossentropy',
    });
    expect(presets['mlp-128']).toMatchObject({ epochs: 5, loss: 'categoricalCrossentropy' });
  });
});

describe('createModel', () => {
  test('divides pixels by 255 inside the model', () => {
    const model = createModel('softmax', { inputShape: [1, 2, 1], classes: 2 });
    model.layers.at(-1)!.setWeights([
      tensor([
        [1, 0],
        [0, 2],
      ]),
      tensor([0, 0.5]),
    ]);
    const output = model.predict(tensor([255, 51], [1, 1, 2, 1]));
    if (Array.isArray(output)) throw new Error('one output');
    // logits [1, 2 * 51 / 255 + 0.5] = [1, 0.9]
    expect(output.dataSync()[0]).toBeCloseTo(1 / (1 + Math.exp(0.9 - 1)), 6);
  });

  test('starts kernels uniform within Glorot’s limit and biases at 0', () => {
    const [kernel, bias] = weights(createModel('mlp-32', fashionMnist));
    const limit = Math.sqrt(6 / (784 + 32));
    expect(Math.max(...kernel!.map(Math.abs))).toBeLessThanOrEqual(limit);
    // The variance of a uniform variable on [-limit, limit] is limit² / 3; 25,088 draws keep within 2%.
    const variance = kernel!.reduce((sum, value) => sum + value * value, 0) / kernel!.length;
    expect(variance / (limit ** 2 / 3)).toBeGreaterThan(0.98);
    expect(variance / (limit ** 2 / 3)).toBeLessThan(1.02);
    expect(bias!.every((value) => value === 0)).toBe(true);
  });

  test('gives the same weights for the same seed, and others for another', () => {
    const first = weights(createModel('mlp-deep', { ...fashionMnist, seed: 3 }));
    expect(weights(createModel('mlp-deep', { ...fashionMnist, seed: 3 }))).toEqual(first);
    expect(weights(createModel('mlp-deep', { ...fashionMnist, seed: 4 }))).not.toEqual(first);
  });

  test('gives layers of equal shape different weights', () => {
    const all = weights(createModel('softmax', { inputShape: [4, 2, 1], classes: 8, hidden: [8, 8] }));
    expect(all[0]).not.toEqual(all[2]);
    expect(all[2]).not.toEqual(all[4]);
  });

  test('varies hidden layers, activation, dropout and regularizers', () => {
    const model = createModel('mlp-32', {
      ...fashionMnist,
      hidden: [5, 4],
      activation: 'leakyRelu',
      dropout: 0.5,
      l1: 0.1,
      l2: 0.2,
    });
    expect(model.layers.map((layer) => layer.name)).toEqual([
      'rescaling',
      'flatten',
      'hidden_1',
      'leaky_relu_1',
      'dropout_1',
      'hidden_2',
      'leaky_relu_2',
      'dropout_2',
      'output',
    ]);
    expect(model.getLayer('hidden_1').getConfig()['kernelRegularizer']).toMatchObject({
      config: { l1: 0.1, l2: 0.2 },
    });
  });

  test('builds any architecture, named by what its layers are, as its network says', () => {
    const layers =
      '2 x (conv 16 3x3 same leakyRelu), pool 2, norm, residual(conv 32 3x3 stride 2 same, norm, relu, conv 32 3x3 same, norm), relu, ' +
      'depthwise 3x3 same, separable 8 3x3, average-pool 2 same, residual(conv 8 1x1), global-average, dropout 0.3, dense 32, residual(dense 20 tanh)';
    const model = createModel('softmax', { ...fashionMnist, layers, dropout: 0.1 });
    expect(model.layers.map(({ name, outputShape }) => `${name} ${outputShape.slice(1).join('x')}`)).toEqual(
      [
        'pixels 28x28x1, rescaling 28x28x1, conv_1 28x28x16, leaky_relu_1 28x28x16, conv_2 28x28x16, leaky_relu_2 28x28x16',
        'pool_1 14x14x16, norm_1 14x14x16, residual_1_conv_1 7x7x32, residual_1_norm_1 7x7x32, residual_1_relu_1 7x7x32',
        'residual_1_conv_2 7x7x32, residual_1_norm_2 7x7x32, residual_1_projection 7x7x32, residual_1_add 7x7x32, relu_1 7x7x32',
        'depthwise_1 7x7x32, separable_1 5x5x8, average_pool_1 3x3x8, residual_2_conv_1 3x3x8, residual_2_add 3x3x8',
        'global_average_1 8, dropout_1 8, hidden_1 32, dropout_2 32, residual_3_hidden_1 20, residual_3_dropout_1 20',
        'residual_3_projection 20, residual_3_add 20, output 10',
      ].flatMap((names) => names.split(', ')),
    );
    const network = networkOf(model);
    expect(network.parameters).toBe(model.countParams());
    // Without biases: the convolutions before a norm, and the projections.
    const biases = network.weights
      .filter(({ name }) => name.endsWith('/bias'))
      .map(({ name }) => name.split('/')[0]);
    expect(biases).toEqual(
      'conv_1 conv_2 depthwise_1 separable_1 residual_2_conv_1 hidden_1 residual_3_hidden_1 output'.split(
        ' ',
      ),
    );
    const all = weights(model);
    const again = weights(createModel('softmax', { ...fashionMnist, layers, dropout: 0.1 }));
    expect(again).toEqual(all);
    expect(new Set(all.map((values) => values.join())).size).toBeGreaterThan(network.layers.length / 2);
    model.dispose();
  });

  test('ends in the output, whether it is written or not', () => {
    const namesOf = (layers: string): string[] =>
      createModel('softmax', { ...fashionMnist, layers }).layers.map(({ name }) => name);
    expect(namesOf('dense 10')).toEqual(['rescaling', 'flatten', 'output']);
    expect(namesOf('dense 10, output')).toEqual(['rescaling', 'flatten', 'hidden_1', 'output']);
    expect(namesOf('dense 10 relu')).toEqual(['rescaling', 'flatten', 'hidden_1', 'output']);
    expect(namesOf('pool 2, dense 9')).toEqual(['rescaling', 'pool_1', 'flatten', 'hidden_1', 'output']);
  });

  test('starts both kernels of a separable convolution with draws of their own', () => {
    const model = createModel('softmax', {
      inputShape: [8, 8, 4],
      classes: 2,
      layers: 'separable 8 3x3',
      seed: 5,
    });
    const [depthwise, pointwise] = weights(model);
    const draws = (kernel: string, shape: number[]): number[] => {
      const seed = streamKey(5, 'initial weights', `separable_1/${kernel}`);
      return Array.from(initializers.glorotUniform({ seed }).apply(shape).dataSync());
    };
    expect(depthwise).toEqual(draws('depthwise', [3, 3, 4, 1]));
    expect(pointwise).toEqual(draws('pointwise', [1, 1, 4, 8]));
    // Scaled to their limits, sqrt(6 / (9 * 4 + 9 * 1)) and sqrt(6 / (4 + 8)), the same draws would all have this ratio.
    const ratio = Math.sqrt((9 * 4 + 9) / (4 + 8));
    for (const [index, value] of pointwise!.entries()) {
      expect(value / depthwise![index]!).not.toBeCloseTo(ratio, 3);
    }
  });

  test('penalizes every kernel', () => {
    const layers = 'conv 4 3x3, depthwise 3x3, separable 4 3x3, residual(conv 5 1x1), dense 4';
    const model = createModel('softmax', { ...fashionMnist, layers, l2: 0.25 });
    const all = networkOf(model).weights.map(({ name, penalty }) => ({ name, penalty }));
    expect(all).toEqual(
      all.map(({ name }) => ({ name, penalty: { l1: 0, l2: name.endsWith('kernel') ? 0.25 : 0 } })),
    );
  });

  test.each([
    [
      'conv 16 3x3, pool 4, conv 32 9x9',
      '"conv 32 9x9" has a kernel of 9x9, larger than its input of 6x6x16',
    ],
    ['dense 4, pool 2', '"pool 2" takes height x width x channels; its input is 4'],
    [
      'residual(conv 8 3x3)',
      '"residual(conv 8 3x3)" makes 26x26x8 of 28x28x1, to which its input cannot be added; "same" keeps the size',
    ],
    ['residual(dense 4)', 'makes 4 of 28x28x1, to which its input cannot be added'],
    ['dense 65536, dense 65536', '"dense 65536" makes it 4346478592 parameters; at most 134217728'],
    ['cnov 3', '"cnov" at character 1'],
  ])('refuses %j before anything is made', (layers, message) => {
    const { numTensors } = memory();
    expect(() => createModel('softmax', { ...fashionMnist, layers })).toThrow(RangeError);
    expect(() => createModel('softmax', { ...fashionMnist, layers })).toThrow(message);
    expect(memory().numTensors).toBe(numTensors);
  });

  test('takes the steps of an epoch as a count', () => {
    const options = { inputShape: [4, 4, 1], classes: 2, stepsPerEpoch: 0 } as const;
    expect(() => createModel('cnn', options)).toThrow('stepsPerEpoch is a whole number, at least 1; found 0');
    const wrong = { inputShape: [4, 4, 1], classes: 2, normMomentum: 1.1 } as const;
    expect(() => createModel('cnn', wrong)).toThrow('normMomentum is a number from 0 to 1; found 1.1');
  });

  test('the binary loss ends in a single sigmoid unit', () => {
    const model = createModel('softmax', { inputShape: [28, 28, 1], classes: 2, loss: 'binaryCrossentropy' });
    expect(model.outputShape).toEqual([null, 1]);
    expect(model.getLayer('output').getConfig()['activation']).toBe('sigmoid');
  });

  test('takes a preset of the user’s own', () => {
    const tiny = definePreset({ name: 'tiny', summary: 'three units', hidden: [3] });
    expect(createModel(tiny, fashionMnist).countParams()).toBe(784 * 3 + 3 + 3 * 10 + 10);
  });

  test.each([
    [{ hidden: [0] }, 'at least 1 unit; found 0'],
    [{ hidden: [2], layers: 'dense 2' }, 'hidden is short for layers; give one of them'],
    [{ hidden: [2.5] }, 'at least 1 unit; found 2.5'],
    [{ dropout: 1 }, 'dropout is in [0, 1); found 1'],
    [{ dropout: Number.NaN }, 'dropout is in [0, 1); found NaN'],
    [{ l1: -1 }, 'l1 is at least 0; found -1'],
    [{ l2: Infinity }, 'l2 is at least 0; found Infinity'],
    [{ classes: 1 }, 'classes is a whole number, at least 2; found 1'],
    [{ classes: 3, loss: 'binaryCrossentropy' as const }, 'takes data of 2 classes; found 3'],
    [{ inputShape: [1, 28, 28] as const }, 'look like 28x28 with their 1 channels first: put them last'],
    [{ inputShape: [28, 0, 1] as const }, 'each at least 1; found [28, 0, 1]'],
  ])('refuses %j', (wrong, message) => {
    expect(() => createModel('mlp-32', { ...fashionMnist, ...wrong })).toThrow(message);
  });

  test.each<[object, string]>([
    [{ classes: '3' }, 'classes is a whole number, at least 2; found "3"'],
    [{ hidden: ['32'] }, 'at least 1 unit; found "32"'],
    [{ dropout: '0.5' }, 'dropout is in [0, 1); found "0.5"'],
    [{ l2: '0.1' }, 'l2 is at least 0; found "0.1"'],
    [{ activation: 'Relu' }, 'Did you mean relu?'],
    [{ loss: 'binary_crossentropy' }, 'Did you mean binaryCrossentropy?'],
    [{ hiden: [3] }, 'createModel has no option hiden: did you mean hidden?'],
  ])('refuses %j of a caller without types', (wrong, message) => {
    expect(() => createModel('mlp-32', { ...fashionMnist, ...wrong })).toThrow(message);
  });

  test('takes a shape that looks like channels first where the layout is said', () => {
    const model = createModel('softmax', { inputShape: [1, 5, 5], layout: 'channels-last', classes: 2 });
    expect(model.inputs[0]!.shape).toEqual([null, 1, 5, 5]);
  });

  test('refuses a preset that it does not know, naming those it does', () => {
    // @ts-expect-error: what a caller without types can do
    expect(() => createModel('mlp-33', fashionMnist)).toThrow(
      'Unknown preset "mlp-33"; there are softmax, mlp-32, mlp-128, mlp-deep, cnn, resnet, resnet-long. Did you mean mlp-32?',
    );
    // @ts-expect-error: what a caller without types can do
    expect(() => createModel(null, fashionMnist)).toThrow('Unknown preset null; there are softmax');
  });
});
