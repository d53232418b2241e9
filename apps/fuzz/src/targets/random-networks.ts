import { createModel } from '@atelier/presets';
import { RandomStream } from '@atelier/random';
import {
  initializers,
  input,
  layers,
  type LayersModel,
  model as functional,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { pick } from '../mutate.ts';
import { applyLayer } from './apply-layer.ts';

/** A network to be made several times, each time with the same weights. */
export interface RandomNetwork {
  /** What it is, for a finding. */
  readonly text: string;
  /** @throws RangeError for layers that don't fit */
  make(): LayersModel;
}

type Shape = readonly [number, number, number];

/** Any layers in a chain, or in residual blocks, as text. Many don't fit their input. */
export function networkOfText(random: RandomStream, inputShape: Shape, classes: number): RandomNetwork {
  const options = {
    inputShape,
    classes,
    layers: [...items(random, 1 + random.below(6)), 'output'].join(', '),
    activation: pick(random, ['tanh', 'elu', 'leakyRelu', 'relu'] as const),
    l2: pick(random, [0, 0.01]),
    dropout: pick(random, [0, 0, 0.3]),
    seed: random.below(1000),
  };
  return { text: JSON.stringify(options), make: () => createModel('mlp-32', options) };
}

function items(random: RandomStream, count: number): string[] {
  return Array.from({ length: count }, () => item(random));
}

function item(random: RandomStream): string {
  const size = () => `${1 + random.below(4)}x${1 + random.below(4)}`;
  const window = () =>
    `${size()}${pick(random, ['', '', ' stride 2', ' stride 3'])}${pick(random, ['', ' same', ' same'])}`;
  const activation = () => pick(random, ['', '', ' tanh', ' linear']);
  const units = () => 1 + random.below(pick(random, [4, 9, 20]));
  const forms = [
    () => `conv ${units()} ${window()}${activation()}`,
    () => `conv ${units()} 3x3 same`,
    () => `depthwise ${window()}${activation()}`,
    () => `separable ${units()} ${window()}${activation()}`,
    () => `pool ${window()}`,
    () => `average-pool ${window()}`,
    () => `dense ${units()}${activation()}`,
    () => pick(random, ['norm', 'tanh', 'elu', 'dropout 0.3', 'global-average', 'global-max']),
    () => `residual(${items(random, 1 + random.below(3)).join(', ')})`,
    () => `2 x (${items(random, 1 + random.below(2)).join(', ')})`,
  ];
  return pick(random, forms)();
}

/** A graph: each layer takes any value before it, or two, so that values are used several times or never. */
export function networkOfGraph(random: RandomStream, inputShape: Shape, classes: number): RandomNetwork {
  const seed = random.below(2 ** 31);
  const make = () => graph(new RandomStream(seed), inputShape, classes);
  return { text: `graph ${seed} of ${inputShape.join('x')}, ${classes} classes`, make };
}

function graph(random: RandomStream, inputShape: Shape, classes: number): LayersModel {
  const image = input({ shape: [...inputShape] });
  const values = [applyLayer(layers.rescaling({ scale: 1 / 255 }), [image])];
  for (let left = 2 + random.below(7); left > 0; left--) {
    const first = pick(random, values);
    const second = pick(random, values);
    values.push(next(random, first, second));
  }
  const last = values.at(-1) ?? image;
  const end = pick(random, [
    () => layers.flatten(),
    () => layers.globalAveragePooling2d({}),
    () => layers.globalMaxPooling2d({}),
  ])();
  const output = layers.dense({ units: classes, activation: 'softmax', ...seeded(random) });
  return functional({ inputs: image, outputs: applyLayer(output, [applyLayer(end, [last])]) });
}

function next(random: RandomStream, first: SymbolicTensor, second: SymbolicTensor): SymbolicTensor {
  const [, height, width, channels] = first.shape;
  const [, otherHeight, otherWidth, otherChannels] = second.shape;
  const sameSize = height === otherHeight && width === otherWidth;
  if (sameSize && random.below(2) === 0) {
    const sum = channels === otherChannels && random.below(2) === 0;
    return applyLayer(sum ? layers.add() : layers.concatenate(), [first, second]);
  }
  const padding = 'same' as const;
  const filters = 1 + random.below(12);
  const strides = pick(random, [1, 1, 1, 2]);
  const forms = [
    () =>
      layers.conv2d({
        filters,
        kernelSize: pick(random, [1, 3, 3, 5]),
        strides,
        padding,
        activation: pick(random, ['linear', 'relu', 'tanh'] as const),
        ...seeded(random),
      }),
    () =>
      layers.depthwiseConv2d({
        kernelSize: 3,
        padding,
        depthwiseInitializer: initializers.glorotUniform({ seed: random.below(1000) }),
      }),
    () => layers.maxPooling2d({ poolSize: 2, strides, padding }),
    () => layers.averagePooling2d({ poolSize: 3, strides, padding }),
    () => layers.batchNormalization(),
    () => layers.activation({ activation: pick(random, ['relu', 'elu', 'sigmoid'] as const) }),
    () => layers.zeroPadding2d({ padding: 1 }),
    () => layers.dense({ units: filters, ...seeded(random) }),
  ];
  return applyLayer(pick(random, forms)(), [first]);
}

function seeded(random: RandomStream) {
  return { kernelInitializer: initializers.glorotUniform({ seed: random.below(1000) }) };
}
