import { RandomStream } from '@atelier/random';
import { type LayersModel, layers, regularizers, sequential } from '@tensorflow/tfjs-layers';
import type { Averaging } from '../settings/averaging.ts';
import { unitsFor } from '../settings/losses/loss.ts';
import { lossNamed, type LossName } from '../settings/losses/losses.ts';
import type { OptimizerOption } from '../settings/optimizers.ts';
import type { Samples } from '../samples/samples.ts';
import { readWeights } from '../model/weights.ts';
import { assignWeights } from '../tfjs/assign-weights.ts';

export type Activation = 'linear' | 'relu' | 'leakyRelu' | 'elu' | 'tanh' | 'sigmoid';

/** A small dense classifier and how it is trained, to compare an engine with the reference. */
export interface Network {
  /** `[height, width, channels]` */
  readonly input: readonly [number, number, number];
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly useBias: boolean;
  /** Rate of a dropout layer after each hidden layer. */
  readonly dropout: number;
  readonly classes: number;
  readonly l1: number;
  readonly l2: number;
  readonly loss: LossName;
  readonly labelSmoothing: number;
  /** Whether samples have weights, some of them 0. */
  readonly weighted: boolean;
  readonly average: Averaging | null;
  readonly optimizer: OptimizerOption;
  readonly globalClipNorm: number | null;
  readonly batchSize: number;
  readonly count: number;
  readonly passes: number;
  /** Initial kernels are uniform within this multiple of Glorot's limit. */
  readonly kernelScale: number;
}

/** The network that the cases of the conformance suite are variations of. */
export const baseNetwork: Network = {
  input: [5, 3, 1],
  hidden: [7],
  activation: 'relu',
  useBias: true,
  dropout: 0,
  classes: 3,
  l1: 0,
  l2: 0,
  loss: 'sparseCategoricalCrossentropy',
  labelSmoothing: 0,
  weighted: false,
  average: null,
  optimizer: 'adam',
  globalClipNorm: null,
  batchSize: 8,
  count: 27,
  passes: 3,
  kernelScale: 1,
};

/** Units of the output layer. */
export function outputsOf(network: Network): number {
  return unitsFor(lossNamed(network.loss), network.classes);
}

/** The network as a model with seeded weights; biases too, so that none starts at 0. */
export function buildModel(network: Network): LayersModel {
  const { input, hidden, activation, useBias, dropout, l1, l2, loss } = network;
  const regularizer = l1 > 0 || l2 > 0 ? { kernelRegularizer: regularizers.l1l2({ l1, l2 }) } : {};
  const model = sequential();
  model.add(layers.rescaling({ scale: 1 / 255, inputShape: [...input] }));
  model.add(layers.flatten());
  for (const units of hidden) {
    const inLayer = activation === 'leakyRelu' ? 'linear' : activation;
    model.add(layers.dense({ units, activation: inLayer, useBias, ...regularizer }));
    if (activation === 'leakyRelu') model.add(layers.leakyReLU({ alpha: 0.3 }));
    if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
  }
  const { output } = lossNamed(loss);
  model.add(layers.dense({ units: outputsOf(network), activation: output, useBias, ...regularizer }));

  const random = new RandomStream(1, 'conformance weights');
  assignWeights(
    model,
    readWeights(model).map(({ name, shape, values }) => {
      const [fanIn = 0, fanOut] = shape;
      const limit = fanOut === undefined ? 0.1 : network.kernelScale * Math.sqrt(6 / (fanIn + fanOut));
      return { name, shape, values: values.map(() => (2 * random.uniform() - 1) * limit) };
    }),
  );
  return model;
}

/** Seeded images, half of whose pixels are 0, with labels and soft targets. */
export function buildSamples(network: Network): Samples & { labels: Uint8Array; targets: Float32Array } {
  const { count, classes, input } = network;
  const [height, width, channels] = input;
  const random = new RandomStream(2, 'conformance samples');
  const pixel = (): number => (random.uniform() < 0.5 ? 0 : random.below(256));
  const images = new Uint8Array(count * height * width * channels).map(pixel);
  const labels = new Uint8Array(count).map(() => random.below(classes));
  const targets = new Float32Array(count * classes).map(() => random.uniform());
  for (let row = 0; row < count; row++) {
    const shares = targets.subarray(row * classes, (row + 1) * classes);
    const total = shares.reduce((sum, share) => sum + share, 0);
    for (let i = 0; i < classes; i++) shares[i]! /= total;
  }
  return { images, labels, targets, count, height, width, channels };
}

/** Seeded factors of the samples' losses, a quarter of which are 0; `undefined` without weights. */
export function buildWeights({ count, weighted }: Network): Float32Array | undefined {
  const random = new RandomStream(4, 'conformance sample weights');
  const weights = Float32Array.from({ length: count }, () => Math.max(0, 4 * random.uniform() - 1));
  return weighted ? weights : undefined;
}
