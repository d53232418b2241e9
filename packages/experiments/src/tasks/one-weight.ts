import { take } from '@atelier/datasets';
import { fit, predict } from '@atelier/training';
import { z } from 'zod';
import { makeClassifier, stepWork } from './classifier.ts';
import type { TrialContext } from './context.ts';
import type { TaskKind } from './task-kind.ts';

/**
 * Gradient descent on one weight of a trained softmax regression, all others held: its loss is a curve over that weight, and a
 * path of steps can be drawn on it. Computed in float64.
 */
export interface OneWeightTask {
  readonly kind: 'one-weight';
  /** Training images whose mean loss is descended. */
  readonly images: number;
  /** Epochs of Adam over the images, before. */
  readonly epochs: number;
  /** Learning rates as multiples of 2 / curvature at the minimum, beyond which a parabola's steps grow. */
  readonly factors: readonly number[];
  readonly steps: number;
  /** Where the descent begins, below the minimum. */
  readonly distance: number;
}

type WeightAndLoss = readonly [weight: number, loss: number];

/** The curve and the paths on it; weights are relative to the minimum. */
export interface OneWeightOutcome {
  readonly kind: 'one-weight';
  /** Second derivative at the minimum. */
  readonly curvature: number;
  readonly lowest: number;
  readonly curve: readonly WeightAndLoss[];
  readonly paths: readonly {
    readonly factor: number;
    readonly rate: number;
    /** Before the first step, and after each. */
    readonly points: readonly WeightAndLoss[];
  }[];
}

const pair = z.tuple([z.number(), z.number()]);

export const oneWeight: TaskKind<OneWeightTask, OneWeightOutcome> = {
  task: z.strictObject({
    kind: z.literal('one-weight'),
    images: z.number().int().min(1),
    epochs: z.number().int().min(1),
    factors: z.array(z.number().positive()),
    steps: z.number().int().min(1),
    distance: z.number().positive(),
  }),

  outcome: z.strictObject({
    kind: z.literal('one-weight'),
    curvature: z.number(),
    lowest: z.number(),
    curve: z.array(pair),
    paths: z.array(z.strictObject({ factor: z.number(), rate: z.number(), points: z.array(pair) })),
  }),

  run,

  summary: ({ curvature }) => `curvature: ${curvature.toPrecision(3)}`,

  work: ({ images, epochs }, size) => stepWork([], size) * images * epochs,
};

async function run(
  { images, epochs, factors, steps, distance }: OneWeightTask,
  seed: number,
  { engine, data }: TrialContext,
): Promise<OneWeightOutcome> {
  const samples = take(data.train, images);
  const loss = 'sparseCategoricalCrossentropy';
  const model = await makeClassifier({ hidden: [], activation: 'relu', dropout: 0, l2: 0 }, data, seed);
  await fit(model, samples, { epochs, loss, optimizer: 'adam', seed, engine });
  const { probabilities } = await predict(model, samples, { engine });
  model.dispose();

  const classes = data.classNames.length;
  const inputs = samples.height * samples.width * samples.channels;
  const input = brightest(samples.images, inputs);
  const rows = Array.from({ length: samples.count }, (_, image) => ({
    pixel: samples.images[image * inputs + input]! / 255,
    own: samples.labels[image] === 0 ? 1 : 0,
    // Probabilities of class 0 and of the label, as the weight is now.
    first: probabilities[image * classes]!,
    right: Math.max(probabilities[image * classes + samples.labels[image]!]!, 1e-30),
  }));
  // A change of the weight by w multiplies e^score of class 0 by e^(w pixel), so that its probability p becomes
  // p e^(w pixel) / (1 - p + p e^(w pixel)).
  const measure = (w: number): { loss: number; slope: number; curvature: number } => {
    const sums = { loss: 0, slope: 0, curvature: 0 };
    for (const { pixel, own, first, right } of rows) {
      const growth = Math.exp(w * pixel);
      const total = 1 - first + first * growth;
      const p = (first * growth) / total;
      sums.loss += Math.log(total) - own * w * pixel - Math.log(right);
      sums.slope += (p - own) * pixel;
      sums.curvature += p * (1 - p) * pixel * pixel;
    }
    const { length } = rows;
    return { loss: sums.loss / length, slope: sums.slope / length, curvature: sums.curvature / length };
  };
  const minimum = lowestOf((w) => measure(w).slope);
  if (Math.abs(minimum) > 49) throw new RangeError('the loss has no minimum along this weight');
  const { curvature, loss: lowest } = measure(minimum);
  const at = (relative: number): WeightAndLoss => [relative, measure(minimum + relative).loss];
  return {
    kind: 'one-weight',
    curvature,
    lowest,
    curve: Array.from({ length: 81 }, (_, index) => at(((index - 40) / 40) * 2 * distance)),
    paths: factors.map((factor) => {
      const rate = (factor * 2) / curvature;
      const points = [at(-distance)];
      for (let step = 0; step < steps; step++) {
        const [w] = points.at(-1)!;
        points.push(at(w - rate * measure(minimum + w).slope));
      }
      return { factor, rate, points };
    }),
  };
}

/** The pixel that is brightest on average. */
function brightest(images: ArrayLike<number>, inputs: number): number {
  const sums = new Float64Array(inputs);
  for (let at = 0; at < images.length; at++) sums[at % inputs]! += images[at]!;
  return sums.indexOf(Math.max(...sums));
}

/** Where a slope that rises becomes 0, between -50 and 50. */
function lowestOf(slope: (w: number) => number): number {
  let [low, high] = [-50, 50];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
