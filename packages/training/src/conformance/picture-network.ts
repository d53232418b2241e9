import { RandomStream } from '@atelier/random';
import { input, layers, type LayersModel, model as modelOf, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Samples } from '../samples/samples.ts';
import { readWeights } from '../model/weights.ts';
import { assignWeights } from '../tfjs/assign-weights.ts';
import { referenceLosses } from './reference-losses.ts';
import {
  type Batch,
  conv,
  depthwiseConv,
  globalPool,
  join,
  normalize,
  pool,
  statisticsOf,
  sumOf,
} from './reference-pictures.ts';

/** Of the pictures `[height, width, channels]`, their classes, and of batch normalization. */
const shape = [7, 6, 2] as const;
const classes = 3;
export const momentum = 0.9;
const epsilon = 1e-3;

/**
 * A small network of everything that pictures go through: a convolution with strides, batch normalization, a residual block, both pools,
 * a depthwise convolution, branches that are joined.
 */
export function buildPictureModel(): LayersModel {
  const images = input({ shape: [...shape] });
  const start = applied(layers.rescaling({ scale: 1 / 255 }), images);
  const first = applied(
    layers.conv2d({ filters: 4, kernelSize: 3, strides: [2, 1], padding: 'same', useBias: false }),
    start,
  );
  const normal = applied(layers.batchNormalization({ momentum, epsilon }), first);
  const trunk = applied(layers.activation({ activation: 'tanh' }), normal);
  const block = applied(
    layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
    trunk,
  );
  const residual = applied(layers.add(), trunk, block);
  const greatest = applied(layers.maxPooling2d({ poolSize: 2, padding: 'same' }), residual);
  const means = applied(layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }), residual);
  const deep = applied(layers.depthwiseConv2d({ kernelSize: 2, padding: 'same' }), means);
  const joined = applied(layers.concatenate(), greatest, deep);
  const pooled = applied(layers.globalAveragePooling2d({}), joined);
  const outputs = applied(layers.dense({ units: classes, activation: 'softmax' }), pooled);
  const model = modelOf({ inputs: images, outputs });
  const random = new RandomStream(4, 'conformance weights');
  assignWeights(
    model,
    readWeights(model).map(({ name, shape: axes, values }) => {
      const spread = axes.length > 1 ? 0.6 : 0.2;
      const around = name.endsWith('/gamma') || name.endsWith('/moving_variance') ? 1 : 0;
      return { name, shape: axes, values: values.map(() => around + (2 * random.uniform() - 1) * spread) };
    }),
  );
  return model;
}

function applied(layer: LayersModel['layers'][number], ...inputs: SymbolicTensor[]): SymbolicTensor {
  const output = layer.apply(inputs.length === 1 ? inputs[0]! : inputs);
  if (output instanceof SymbolicTensor) return output;
  throw new TypeError(`Layer "${layer.name}" has several outputs`);
}

export function buildPictures(count: number): Samples & { readonly labels: Uint8Array } {
  const [height, width, channels] = shape;
  const random = new RandomStream(5, 'conformance pictures');
  const images = new Uint8Array(count * height * width * channels).map(() => random.below(256));
  const labels = new Uint8Array(count).map(() => random.below(classes));
  return { images, labels, count, height, width, channels };
}

/** What the definitions make of a batch. */
interface PictureOutcome {
  readonly loss: number;
  readonly probabilities: readonly (readonly number[])[];
  /** Of the batch, at the batch normalization. */
  readonly statistics: ReturnType<typeof statisticsOf>;
}

/**
 * Computes the network in float64.
 *
 * @param weights in the order of `model.weights`
 * @param training by the batch's statistics rather than the moving ones
 */
export function pictureOutcome(
  weights: readonly (readonly number[])[],
  samples: Samples,
  indices: readonly number[],
  training: boolean,
): PictureOutcome {
  const [
    firstKernel,
    gamma,
    beta,
    blockKernel,
    blockBias,
    deepKernel,
    deepBias,
    kernel,
    bias,
    mean,
    variance,
  ] = weights;
  const size = shape[0] * shape[1] * shape[2];
  const rows = indices.map((i) =>
    Array.from(samples.images.subarray(i * size, (i + 1) * size), (byte) => byte / 255),
  );
  const first = conv(
    { shape, rows },
    { size: [3, 3], strides: [2, 1], padding: 'same' },
    4,
    firstKernel!,
    [],
  );
  const statistics = statisticsOf(first);
  const used = training ? statistics : { mean: mean!, variance: variance! };
  const trunk = each(normalize(first, epsilon, gamma, beta, used), Math.tanh);
  const inner = conv(trunk, { size: [3, 3], padding: 'same' }, 4, blockKernel!, blockBias!);
  const residual = sumOf([trunk, each(inner, (value) => Math.max(value, 0))]);
  const greatest = pool(residual, { size: [2, 2], strides: [2, 2], padding: 'same' }, 'max');
  const means = pool(residual, { size: [3, 3], strides: [2, 2], padding: 'same' }, 'average');
  const deep = depthwiseConv(means, { size: [2, 2], padding: 'same' }, 1, deepKernel!, deepBias!);
  const pooled = globalPool(join([greatest, deep]), 'average');
  const logits = conv(
    { shape: [1, 1, 8], rows: pooled.rows },
    { size: [1, 1] },
    classes,
    kernel!,
    bias!,
  ).rows;
  const losses = logits.map((row, i) => {
    const label = samples.labels![indices[i]!];
    return referenceLosses.sparseCategoricalCrossentropy.value(
      row,
      row.map((_, unit) => Number(unit === label)),
    );
  });
  const probabilities = logits.map((row) => {
    const powers = row.map((logit) => Math.exp(logit));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
  return { loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length, probabilities, statistics };
}

function each(batch: Batch, change: (value: number) => number): Batch {
  return { ...batch, rows: batch.rows.map((row) => row.map(change)) };
}
