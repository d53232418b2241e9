import type { Placement } from '@atelier/datasets';
import { networkFromTopology, sizeOf } from '@atelier/network';
import { createModel, type PresetName, presets } from '@atelier/presets';
import { RandomStream } from '@atelier/random';
import {
  openModel,
  predict,
  type Samples,
  serializeModel,
  tfjsEngine,
  useWasmBackend,
} from '@atelier/training';
import type { ExportedModel } from '../src/index.ts';
import { tfjs } from '../src/tfjs.ts';

/** A bright object on black. */
const placement: Placement = {
  background: [0],
  colour: false,
  brighter: true,
  fill: [0.7, 0.8, 1],
  centredBy: 'box',
  x: [0.4, 0.5, 0.6],
  y: [0.4, 0.5, 0.6],
  contrast: [100, 200, 255],
};

const training = { dataset: 'shapes', images: 60_000, testAccuracy: 0.8757 };

/** A layer, with the names of those whose outputs it takes. */
type LayerText = readonly [kind: string, settings?: object, inputs?: readonly string[]];

/** Chains and graphs in which every layer, activation, padding and stride occurs. */
const graphs: Readonly<Record<string, readonly LayerText[]>> = {
  'convolutions of all kinds': [
    ['Rescaling', { scale: 1 / 127.5, offset: -1 }],
    ['Conv2D', { filters: 5, kernel_size: [3, 2], strides: [2, 1], padding: 'same', activation: 'relu' }],
    [
      'ZeroPadding2D',
      {
        padding: [
          [1, 2],
          [0, 3],
        ],
      },
    ],
    [
      'DepthwiseConv2D',
      { kernel_size: 3, depth_multiplier: 2, padding: 'same', strides: 2, activation: 'elu' },
    ],
    [
      'SeparableConv2D',
      { filters: 6, kernel_size: [2, 3], depth_multiplier: 2, padding: 'valid', activation: 'swish' },
    ],
    ['SeparableConv2D', { filters: 4, kernel_size: 2, use_bias: false, padding: 'same' }],
    ['BatchNormalization', { epsilon: 0.01 }],
    ['GlobalMaxPooling2D'],
    ['Dense', { units: 3, activation: 'softmax' }],
  ],
  'pools, branches and a residual block': [
    ['Rescaling', { scale: 1 / 255 }],
    ['Conv2D', { filters: 4, kernel_size: 3, padding: 'same', use_bias: false }],
    ['BatchNormalization', { scale: false }],
    ['Activation', { activation: 'tanh' }],
    ['Conv2D', { filters: 4, kernel_size: 3, padding: 'same', activation: 'relu6' }],
    ['Add', {}, ['layer_3', 'layer_4']],
    ['MaxPooling2D', { pool_size: 3, strides: 2, padding: 'same' }],
    ['AveragePooling2D', { pool_size: 3, strides: 2, padding: 'same' }, ['layer_5']],
    ['AveragePooling2D', { pool_size: [2, 1], strides: [2, 2], padding: 'valid' }, ['layer_5']],
    [
      'ZeroPadding2D',
      {
        padding: [
          [1, 0],
          [0, 0],
        ],
      },
    ],
    ['Concatenate', {}, ['layer_6', 'layer_7', 'layer_9']],
    ['Dropout', { rate: 0.3 }],
    ['ReLU', { max_value: 2 }],
    ['GlobalAveragePooling2D'],
    ['Dense', { units: 3 }],
    ['Softmax', { axis: -1 }],
  ],
  'sums of three, and softmax over channels in the middle': [
    ['Conv2D', { filters: 3, kernel_size: 1, activation: 'softmax' }],
    ['Conv2D', { filters: 3, kernel_size: 3, padding: 'same' }],
    ['Dense', { units: 3, activation: 'sigmoid' }, ['layer_0']],
    ['Add', {}, ['layer_0', 'layer_1', 'layer_2']],
    ['MaxPooling2D', { pool_size: 2 }],
    ['Flatten'],
    ['BatchNormalization', { center: false }],
    ['Dense', { units: 1, activation: 'sigmoid' }],
  ],
  'other axes': [
    ['Rescaling', { scale: 1 / 255 }],
    ['Reshape', { target_shape: [-1, 4] }],
    ['Dense', { units: 6, activation: 'gelu' }],
    ['BatchNormalization'],
    ['Reshape', { target_shape: [27, 2, 6] }],
    ['Conv2D', { filters: 2, kernel_size: 2 }],
    ['ELU'],
    ['LeakyReLU', { alpha: 0.2 }],
    ['Flatten'],
    ['Dense', { units: 3, activation: 'softmax' }],
  ],
  ...Object.fromEntries(
    ['hardSigmoid', 'linear', 'logSoftmax', 'mish', 'selu', 'sigmoid', 'softplus', 'softsign', 'tanh'].map(
      (activation) =>
        [
          activation,
          [
            ['Rescaling', { scale: 1 / 255 }],
            ['Conv2D', { filters: 3, kernel_size: 3, activation }],
            ['Flatten'],
            ['Dense', { units: 8, activation }],
            ['Dense', { units: 3, activation: 'softmax' }],
          ],
        ] satisfies [string, readonly LayerText[]],
    ),
  ),
};

/** A model with pictures, and what the reference engine computes for them. */
export interface Example {
  readonly model: ExportedModel;
  readonly samples: Samples;
  /** `[count, outputs]` */
  readonly outputs: Float32Array;
}

/** What is exported in tests: each graph and each preset, with seeded weights, none of them 0. */
export async function exampleModels(): Promise<readonly Example[]> {
  await useWasmBackend();
  const models = Object.entries(graphs).map(([title, layers]) => modelOf(title, layers));
  for (const { name } of Object.values(presets)) models.push(await presetModel(name));
  const examples: Example[] = [];
  for (const model of models) {
    const samples = pictures(model, 3);
    examples.push({ model, samples, outputs: await expectedOutputs(model, samples) });
  }
  return examples;
}

/**
 * @param names default: one per class
 * @param inputShape of pictures
 */
export function modelOf(
  title: string,
  layers: readonly LayerText[],
  names?: readonly string[],
  inputShape: readonly number[] = [9, 8, 3],
): ExportedModel {
  const network = networkFromTopology(topologyOf(layers, inputShape));
  const random = new RandomStream(3, `weights of ${title}`);
  const weights = network.weights.map(({ name, shape }) => {
    const isPositive = /variance|gamma/.test(name);
    const spread = shape.length > 1 ? Math.sqrt(3 / sizeOf(shape.slice(0, -1))) : 0.3;
    const values = Float32Array.from({ length: sizeOf(shape) }, () =>
      isPositive ? 0.5 + random.uniform() : (2 * random.uniform() - 1) * spread,
    );
    return { name, shape, values };
  });
  const outputs = sizeOf(network.layers.at(-1)!.outputShape);
  const classNames =
    names ??
    (outputs === 1 ? ['no', 'yes'] : Array.from({ length: outputs }, (_, index) => `class ${index}`));
  return { title, network, weights, classNames, placement, training };
}

async function presetModel(name: PresetName): Promise<ExportedModel> {
  const model = createModel(name, { inputShape: [28, 28, 1], classes: 10, seed: 1 });
  const opened = openModel(await serializeModel(model));
  model.dispose();
  const classNames = Array.from({ length: 10 }, (_, index) => `class ${index}`);
  return { title: name, network: opened.network, weights: opened.weights(), classNames, placement, training };
}

/** Seeded pictures for a model, of noise. */
function pictures({ network }: ExportedModel, count: number): Samples {
  const [height = 1, width = 1, channels = 1] = network.input.shape;
  const random = new RandomStream(7, 'pictures');
  const images = new Uint8Array(count * height * width * channels).map(() => random.below(256));
  return { images, count, height, width, channels };
}

/** What the reference engine computes, `[count, outputs]`. */
async function expectedOutputs(model: ExportedModel, samples: Samples): Promise<Float32Array> {
  const [json, weights] = Object.values(await tfjs.write(model, 'model.json', {}));
  if (typeof json !== 'string' || !(weights instanceof Uint8Array)) throw new TypeError('two files');
  const opened = openModel({ modelJson: json, weights });
  return (await predict(opened, samples, { engine: tfjsEngine() })).probabilities;
}

function topologyOf(layers: readonly LayerText[], inputShape: readonly number[]): object {
  return {
    class_name: 'Functional',
    config: {
      name: 'example',
      layers: [
        {
          class_name: 'InputLayer',
          config: { name: 'image', batch_input_shape: [null, ...inputShape] },
          inbound_nodes: [],
        },
        ...layers.map(([kind, settings = {}, inputs], index) => ({
          class_name: kind,
          config: { name: `layer_${index}`, ...settings },
          inbound_nodes: [
            (inputs ?? [index === 0 ? 'image' : `layer_${index - 1}`]).map((from) => [from, 0, 0, {}]),
          ],
        })),
      ],
      input_layers: [['image', 0, 0]],
      output_layers: [[`layer_${layers.length - 1}`, 0, 0]],
    },
  };
}
