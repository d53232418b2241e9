import { readWeights } from '@atelier/training';
import { RandomStream } from '@atelier/random';
import { z } from 'zod';
import { accuracyOf } from './accuracy-of.ts';
import type { TrialContext } from './context.ts';
import type { TaskKind } from './task-kind.ts';
import { train, trainModel, type TrainTask, trainWork } from './train.ts';

/**
 * Trains a network of one hidden layer with dropout, then compares the whole network with the mean of many of the parts that
 * dropout trains: the test of the claim that the whole acts like their average.
 */
export interface SubNetworksTask {
  readonly kind: 'sub-networks';
  /** Of one hidden layer of relu. */
  readonly network: TrainTask;
  /** Dropout masks that are drawn, at least 1. */
  readonly masks: number;
}

/** Accuracies on the test images. */
export interface SubNetworksOutcome {
  readonly kind: 'sub-networks';
  /** The whole network, as it predicts. */
  readonly whole: number;
  /** The mean of the probabilities of the parts. */
  readonly average: number;
  /** The mean accuracy of a part alone. */
  readonly part: number;
  /** The mean |difference|, over images and classes, of the whole's probabilities from the mean of the parts'. */
  readonly meanDifference: number;
  /** The mean |correlation| of two hidden units over the test images, of units that are not constant. */
  readonly correlation: number;
}

export const subNetworks: TaskKind<SubNetworksTask, SubNetworksOutcome> = {
  task: z.strictObject({
    kind: z.literal('sub-networks'),
    network: train.task,
    masks: z.number().int().min(1),
  }),

  outcome: z.strictObject({
    kind: z.literal('sub-networks'),
    whole: z.number(),
    average: z.number(),
    part: z.number(),
    meanDifference: z.number(),
    correlation: z.number(),
  }),

  run,

  summary: ({ whole, average }) => `whole: ${whole.toFixed(4)} - average: ${average.toFixed(4)}`,

  work: ({ network }, size) => trainWork(network, size),
};

async function run(
  { network, masks }: SubNetworksTask,
  seed: number,
  context: TrialContext,
): Promise<SubNetworksOutcome> {
  const [units, ...deeper] = network.hidden;
  if (units === undefined || deeper.length > 0 || network.activation !== 'relu') {
    throw new RangeError(
      `sub-networks need one hidden layer of relu, found ${network.hidden.join(', ')} of ${network.activation}`,
    );
  }
  const { model } = await trainModel(network, seed, context, (epoch, done, means) =>
    context.onProgress?.({ epoch, epochs: network.epochs, done, ...means }),
  );
  const [kernel, bias, outKernel, outBias] = readWeights(model).map(({ values }) => values);
  model.dispose();
  const { test, classNames } = context.data;
  const classes = classNames.length;
  const hidden = hiddenOf(test, kernel!, bias!, units);
  const outputs = (mask: Float64Array): Float64Array =>
    outputsOf(hidden, mask, { units, classes, kernel: outKernel!, bias: outBias! });
  const whole = outputs(new Float64Array(units).fill(1));
  const random = new RandomStream(seed, 'sub-networks');
  const average = new Float64Array(whole.length);
  let part = 0;
  for (let drawn = 0; drawn < masks; drawn++) {
    const mask = Float64Array.from({ length: units }, () =>
      random.uniform() < network.dropout ? 0 : 1 / (1 - network.dropout),
    );
    const one = outputs(mask);
    part += accuracyOf(one, test.labels, classes) / masks;
    for (let at = 0; at < one.length; at++) average[at]! += one[at]! / masks;
  }
  return {
    kind: 'sub-networks',
    whole: accuracyOf(whole, test.labels, classes),
    average: accuracyOf(average, test.labels, classes),
    part,
    meanDifference: whole.reduce((sum, value, at) => sum + Math.abs(value - average[at]!), 0) / whole.length,
    correlation: meanCorrelation(hidden, units),
  };
}

/** Activations of the hidden layer, `[images, units]`. */
function hiddenOf(
  { images, count }: TrialContext['data']['test'],
  kernel: Float32Array,
  bias: Float32Array,
  units: number,
): Float64Array {
  const inputs = kernel.length / units;
  const hidden = new Float64Array(count * units);
  for (let image = 0; image < count; image++) {
    const row = hidden.subarray(image * units, (image + 1) * units);
    row.set(bias);
    for (let input = 0; input < inputs; input++) {
      const pixel = images[image * inputs + input]! / 255;
      if (pixel === 0) continue;
      for (let unit = 0; unit < units; unit++) row[unit]! += pixel * kernel[input * units + unit]!;
    }
    for (let unit = 0; unit < units; unit++) row[unit] = Math.max(0, row[unit]!);
  }
  return hidden;
}

/** Probabilities, `[images, classes]`, with each unit times its mask. */
function outputsOf(
  hidden: Float64Array,
  mask: Float64Array,
  layer: {
    readonly units: number;
    readonly classes: number;
    readonly kernel: Float32Array;
    readonly bias: Float32Array;
  },
): Float64Array {
  const { units, classes, kernel, bias } = layer;
  const images = hidden.length / units;
  const outputs = new Float64Array(images * classes);
  for (let image = 0; image < images; image++) {
    const row = outputs.subarray(image * classes, (image + 1) * classes);
    row.set(bias);
    for (let unit = 0; unit < units; unit++) {
      const value = hidden[image * units + unit]! * mask[unit]!;
      if (value === 0) continue;
      for (let of = 0; of < classes; of++) row[of]! += value * kernel[unit * classes + of]!;
    }
    const highest = Math.max(...row);
    let sum = 0;
    for (let of = 0; of < classes; of++) sum += row[of] = Math.exp(row[of]! - highest);
    for (let of = 0; of < classes; of++) row[of]! /= sum;
  }
  return outputs;
}

/** Over all pairs of units that are not constant; 0 when there is no pair. */
function meanCorrelation(hidden: Float64Array, units: number): number {
  const images = hidden.length / units;
  const columns = Array.from({ length: units }, (_, unit) => {
    const column = Float64Array.from({ length: images }, (__, image) => hidden[image * units + unit]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / images;
    const centred = column.map((value) => value - mean);
    const size = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
    return size === 0 ? undefined : centred.map((value) => value / size);
  }).filter((column) => column !== undefined);
  let sum = 0;
  let pairs = 0;
  for (const [at, one] of columns.entries()) {
    for (const other of columns.slice(0, at)) {
      sum += Math.abs(one.reduce((total, value, image) => total + value * other[image]!, 0));
      pairs++;
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}
