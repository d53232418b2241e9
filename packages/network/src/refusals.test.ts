import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { branching, convolutional, dense, startTfjs } from '../test/models.ts';
import { NetworkError, networkFromTopology } from './index.ts';

beforeAll(startTfjs);

/** A layer as model.json has it. */
function layer(className: unknown, config: object = {}, name = 'x'): object {
  return { class_name: className, config: { name, ...config } };
}

const image = [null, 5, 4, 2];

/** One layer on images of 5x4 with 2 channels. */
function alone(className: unknown, config: object = {}): object {
  return chain(layer(className, { batch_input_shape: image, ...config }));
}

function chain(...layers: readonly unknown[]): object {
  return { class_name: 'Sequential', config: { name: 'model', layers } };
}

type Input = readonly [name: string, call: number, tensor: number, options?: object];

function node(name: string, ...calls: readonly (readonly Input[])[]): object {
  return { ...layer('Add', {}, name), name, inbound_nodes: calls };
}

const root = (name: string): object => ({
  ...layer('InputLayer', { batch_input_shape: image }, name),
  name,
  inbound_nodes: [],
});
const a = root('a');

function graph(output: string, ...layers: readonly unknown[]): object {
  const config = { layers, input_layers: [['a', 0, 0]], output_layers: [[output, 0, 0]] };
  return { model_config: { class_name: 'Model', config } };
}

/** The message with which a description is refused: one line of bounded length. */
function refusal(topology: unknown): string {
  try {
    networkFromTopology(topology);
    return 'It is described';
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const { message } = error;
    return /[\n\r]/.test(message) || message.length > 400 ? 'It is not one short line' : message;
  }
}

describe('a network may be', () => {
  test.each<[string, object]>([
    [
      'a chain with an initializer',
      chain(
        layer('Flatten', { batch_input_shape: image }),
        layer('Dense', { units: 2, kernel_initializer: layer('VarianceScaling', { mode: 'fan_avg' }) }, 'y'),
      ),
    ],
    [
      'layers in a list',
      { class_name: 'Sequential', config: [layer('Flatten', { batch_input_shape: image })] },
    ],
    [
      'a graph',
      graph(
        'b',
        a,
        node('b', [
          ['a', 0, 0],
          ['a', 0, 0],
        ]),
      ),
    ],
    [
      'a graph in any order',
      graph(
        'c',
        node('c', [
          ['b', 0, 0],
          ['a', 0, 0],
        ]),
        node('b', [
          ['a', 0, 0],
          ['a', 0, 0],
        ]),
        a,
      ),
    ],
  ])('%s', (_, topology) => {
    expect(networkFromTopology(topology).layers.length).toBeGreaterThan(0);
  });
});

describe('classes', () => {
  test.each<[string, unknown, string]>([
    ['a step through time', alone('SimpleRNN'), 'Layer "x" (SimpleRNN) is of a class that is not supported'],
    ['a layer around a layer', alone('TimeDistributed', { layer: layer('Dense') }), '(TimeDistributed)'],
    [
      'a model within a model',
      chain(chain(layer('Dense'))),
      'The input layer "model" has no batch_input_shape',
    ],
    [
      'a model within a model, with a name',
      alone('Sequential', { layers: [layer('Dense')] }),
      '(Sequential) is of a',
    ],
    ['a method of objects', alone('toString'), '(toString) is of a class'],
    ['a class that is not a name', alone({ class_name: 'Dense' }), '({"className":"Dense"}) is of a class'],
    ['a layer alone', layer('Dense'), '"Dense" is not a model'],
    ['nothing', {}, 'nothing is not a model'],
    ['no object', null, 'nothing is not a model'],
    [
      'too many layers',
      chain(...Array.from({ length: 1025 }, () => layer('Flatten'))),
      'A model has at most 1024 layers; found 1025',
    ],
    ['no layers', chain(), 'The model has no layers'],
    ['a model that is its input', graph('a', a), 'no layers but its input'],
    [
      'a second spelling, which TensorFlow.js takes for the name',
      chain({ class_name: 'Dense', className: 'RNN', config: { name: 'x' } }),
      'two spellings of className',
    ],
    ['a class of any length', alone('x'.repeat(1e5)), 'Layer "x" (xxxxxxxxxx'],
    ['a class of several lines', alone('a\nb'), 'a\\nb'],
    [
      'a layer class as a constraint',
      alone('Dense', { units: 1, kernel_constraint: layer('Dense', { units: 1 }) }),
      'kernelConstraint.className "Dense"; expected MaxNorm',
    ],
    [
      'a layer class as an initializer',
      alone('Dense', { units: 1, kernel_initializer: layer('Dense', { units: 1 }) }),
      'has kernelInitializer',
    ],
    [
      'an unknown regularizer',
      alone('Dense', { units: 1, kernel_regularizer: layer('L3', { l1: 1 }) }),
      'kernelRegularizer.className "L3"; expected L1L2',
    ],
  ])('%s is refused', (_, topology, message) => {
    expect(refusal(topology)).toContain(message);
  });
});

describe('graphs', () => {
  const two = (name: string): readonly Input[] => [
    ['a', 0, 0],
    [name, 0, 0],
  ];
  test.each<[string, object, string]>([
    [
      'a circle',
      graph('b', a, node('b', two('c')), node('c', two('b'))),
      'Layer "b" waits for its own output',
    ],
    ['a layer that needs itself', graph('b', a, node('b', two('b'))), 'Layer "b" waits for its own output'],
    [
      'a layer that is not there',
      graph('b', a, node('b', two('x'))),
      'Layer "b" waits for the layer "x", which is not there',
    ],
    ['a method of objects', graph('b', a, node('b', two('toString'))), 'waits for the layer "toString"'],
    [
      'an output that is not there',
      graph('x', a, node('b', two('a'))),
      'output is of the layer "x", which is not there',
    ],
    [
      'a layer that is never used',
      graph('b', a, node('b', two('a')), node('c', two('a'))),
      'Layer "c" is not part of the model\'s output',
    ],
    [
      'a second input',
      graph('b', a, root('c'), node('b', two('c'))),
      'has one input, "a"; found the input "c"',
    ],
    [
      'a layer that is called twice',
      graph('b', a, node('b', two('a'), two('a'))),
      'Layer "b" is used 2 times',
    ],
    ['a layer that is never called', graph('b', a, node('b')), 'Layer "b" is used 0 times'],
    [
      'a second call',
      graph(
        'b',
        a,
        node('b', [
          ['a', 1, 0],
          ['a', 0, 0],
        ]),
      ),
      'Layer "b" takes ["a",1,0]',
    ],
    ['a negative call', graph('b', a, node('b', [['a', -1, 0]])), 'Layer "b" takes ["a",-1,0]'],
    [
      'a call with options',
      graph('b', a, node('b', [['a', 0, 0, { training: true }]])),
      'Layer "b" takes ["a",0,0,{"training":true}]',
    ],
    ['a call with nothing', graph('b', a, node('b', [])), 'Layer "b" has no list of the layers'],
    ['calls that are not a list', graph('b', a, { ...node('b'), inbound_nodes: 1 }), 'Layer "b" has no list'],
    [
      'an input that is not a list',
      graph('b', a, { ...node('b'), inbound_nodes: [['a']] }),
      'Layer "b" takes "a"',
    ],
    [
      'an input that is called',
      graph('b', { ...a, inbound_nodes: [[['b', 0, 0]]] }, node('b', two('a'))),
      'Layer "a" has no list',
    ],
    [
      'a layer of two names',
      graph('b', a, { ...node('b', two('a')), name: 'c' }),
      'Layer "b" has a second name, "c"',
    ],
    [
      'a layer without a name',
      graph('b', a, { class_name: 'Add', inbound_nodes: [] }),
      "A layer's name is of letters",
    ],
    ['a name that no tensor can have', graph('b', a, node('b c', two('a'))), 'found "b c"'],
    [
      'two layers of one name',
      graph('b', a, node('b', two('a')), node('b', two('a'))),
      'Two layers are named "b"',
    ],
    [
      'too many connections',
      graph(
        'b',
        a,
        node(
          'b',
          Array.from({ length: 4097 }, () => ['a', 0, 0] as const),
        ),
      ),
      'at most 4096 connections; found 4097',
    ],
    [
      'two outputs',
      { class_name: 'Model', config: { layers: [a], input_layers: [['a', 0, 0]], output_layers: [1, 2] } },
      'one output; found 2',
    ],
    [
      'another spelling for the same',
      graph('b', a, { ...node('b'), inbound_nodes: undefined, inbound__nodes: [two('b')] }),
      'two spellings of inboundNodes',
    ],
    [
      'an input in the middle of a chain',
      chain(
        layer('Flatten', { batch_input_shape: image }),
        layer('InputLayer', { batch_input_shape: image }, 'y'),
      ),
      'Layer "y" is an input',
    ],
  ])('%s is refused', (_, topology, message) => {
    expect(refusal(topology)).toContain(message);
  });

  test('nesting without end is refused', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 1e5; depth++) deep = [deep];
    expect(refusal(alone('Flatten', { deep }))).toContain('nested more than 64 levels');
  });
});

describe('inputs', () => {
  test.each<[string, unknown, string]>([
    ['a fixed number of images', [9, 5, 3, 1], 'has to take any number of images'],
    ['images of any size', [null, null, null, 1], 'expected 1 to 5 known sizes'],
    ['no images', [null, 0], 'expected 1 to 5 known sizes'],
    ['half a pixel', [null, 0.5], 'expected 1 to 5 known sizes'],
    ['too many axes', [null, 1, 1, 1, 1, 1, 1], 'expected 1 to 5 known sizes'],
    ['one number', [null], 'expected 1 to 5 known sizes'],
    ['no shape', undefined, 'has no batch_input_shape'],
  ])('%s: refused', (_, shape, message) => {
    expect(refusal(alone('Flatten', { batch_input_shape: shape }))).toContain(message);
  });
});

describe('settings', () => {
  test.each<[string, string, object, string]>([
    ['a text for a number', 'Dense', { units: '3' }, 'Layer "x" (Dense) has units "3"; expected an integer'],
    ['no units', 'Dense', { units: 0 }, 'units 0; expected an integer from 1 to 16777216'],
    ['three billion units', 'Dense', { units: 3e9 }, 'units 3000000000'],
    [
      'an activation of no name',
      'Dense',
      { units: 1, activation: 'x' },
      'activation "x"; expected one of elu',
    ],
    [
      'a regularizer of outputs',
      'Dense',
      { units: 1, activity_regularizer: {} },
      'activityRegularizer {}; expected none',
    ],
    ['other numbers than float32', 'Dense', { units: 1, dtype: 'int32' }, 'dtype "int32"; expected float32'],
    ['a list of scales', 'Rescaling', { scale: [[[1, 2, 3]]] }, 'scale [[[1,2,3]]]; expected a number'],
    ['dropping everything', 'Dropout', { rate: 1 }, 'rate 1; expected below 1'],
    ['dropping less than nothing', 'Dropout', { rate: -0.1 }, 'rate -0.1; expected at least 0'],
    ['dropping by a shape', 'Dropout', { rate: 0.1, noise_shape: [1] }, 'noiseShape'],
    [
      'channels first',
      'Flatten',
      { data_format: 'channels_first' },
      'dataFormat "channelsFirst"; expected channelsLast',
    ],
    [
      'another size',
      'Reshape',
      { target_shape: [3, 5] },
      'targetShape [3, 5], which its input of 5x4x2 does not fill',
    ],
    ['two open lengths', 'Reshape', { target_shape: [-1, null] }, 'does not fill'],
    ['a length of 0', 'Reshape', { target_shape: [0, -1] }, 'does not fill'],
    ['another axis of a softmax', 'Softmax', { axis: 1 }, 'axis 1; only the last of 5x4x2'],
    ['a slope that TensorFlow.js ignores', 'ReLU', { negative_slope: 0.1 }, 'negativeSlope 0.1'],
    ['an alpha that TensorFlow.js refuses', 'ELU', { alpha: 2 }, 'expected alpha 1'],
    ['no filters', 'Conv2D', { filters: 0, kernel_size: 1 }, 'filters 0'],
    ['a kernel of nothing', 'Conv2D', { filters: 1, kernel_size: [3, 0] }, 'kernelSize'],
    [
      'a kernel larger than its input',
      'Conv2D',
      { filters: 1, kernel_size: [2, 5] },
      'has a kernel of 2x5, larger than its input of 5x4x2',
    ],
    [
      'strides of 0',
      'Conv2D',
      { filters: 1, kernel_size: 1, strides: 0 },
      'strides 0; expected an integer from 1',
    ],
    ['negative strides', 'Conv2D', { filters: 1, kernel_size: 1, strides: [-1, 1] }, 'strides'],
    ['three strides', 'Conv2D', { filters: 1, kernel_size: 1, strides: [1, 1, 1] }, 'strides'],
    ['holes in a kernel', 'Conv2D', { filters: 1, kernel_size: 1, dilation_rate: 2 }, 'dilat'],
    ['groups', 'Conv2D', { filters: 2, kernel_size: 1, groups: 2 }, 'groups 2'],
    [
      'another padding',
      'Conv2D',
      { filters: 1, kernel_size: 1, padding: 'causal' },
      'padding "causal"; expected valid or same',
    ],
    ['a depth of nothing', 'DepthwiseConv2D', { kernel_size: 1, depth_multiplier: 0 }, 'depthMultiplier 0'],
    [
      'a pool larger than its input',
      'MaxPooling2D',
      { pool_size: 6 },
      'has a pool of 6x6, larger than its input of 5x4x2',
    ],
    ['pools of millions', 'AveragePooling2D', { pool_size: 1e7, padding: 'same' }, 'poolSize'],
    ['strides of no number', 'MaxPooling2D', { strides: {} }, 'strides'],
    [
      'negative zeros',
      'ZeroPadding2D',
      {
        padding: [
          [-1, 0],
          [0, 0],
        ],
      },
      'padding',
    ],
    ['another axis of a normalization', 'BatchNormalization', { axis: 1 }, 'axis 1'],
    ['a variance below 0', 'BatchNormalization', { epsilon: -1 }, 'epsilon -1'],
    ['one input of a sum', 'Add', {}, 'takes 2 inputs or more; found 1'],
  ])('%s: refused', (_, className, config, message) => {
    expect(refusal(alone(className, config))).toContain(message);
  });

  test('a convolution of units is refused', () => {
    const flat = layer('Flatten', { batch_input_shape: image });
    expect(refusal(chain(flat, layer('Conv2D', { filters: 1, kernel_size: 1 }, 'y')))).toContain(
      'takes height x width x channels; its input is 40',
    );
  });

  test.each([
    ['Add', 'takes inputs of one shape; found 5x4x2 and 40'],
    ['Concatenate', 'differ only in their last axis; found 5x4x2 and 40'],
    ['Flatten', 'takes 1 input; found 2'],
  ])('%s of what does not go together is refused', (className, message) => {
    const flat = { ...node('b', [['a', 0, 0]]), class_name: 'Flatten' };
    const joined = {
      ...node('c', [
        ['a', 0, 0],
        ['b', 0, 0],
      ]),
      class_name: className,
    };
    expect(refusal(graph('c', a, flat, joined))).toContain(message);
  });
});

test('whatever is changed in a description is described or refused', () => {
  const texts = [dense(), convolutional(), branching()].map((model) =>
    JSON.stringify(model.toJSON(null, false)),
  );
  const values = fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    0.5,
    3,
    1e300,
    '',
    'x',
    [],
    [null],
    [1, 2],
    {},
    { name: 'x' },
  );
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), values, (text, which, replacement) => {
      let count = 0;
      JSON.parse(text, (_, value: unknown) => (count++, value));
      let index = 0;
      const changed: unknown = JSON.parse(text, (_, value: unknown) =>
        index++ === which % count ? replacement : value,
      );
      try {
        const { parameters, cost, layers } = networkFromTopology(changed);
        expect([parameters, cost.operations].every((number) => number > 0)).toBe(true);
        for (const { outputShape } of layers) {
          expect(outputShape.every((length) => Number.isInteger(length) && length >= 1)).toBe(true);
        }
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});
