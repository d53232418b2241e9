import { RandomStream } from '@atelier/random';
import { take } from '@atelier/datasets';
import { engineModel, fit, readWeights, resolveOptimizer } from '@atelier/training';
import { baseNetwork, ReferenceTrainer } from '@atelier/training/conformance';
import { z } from 'zod';
import { makeClassifier, stepWork } from './classifier.ts';
import type { TrialContext } from './context.ts';
import type { TaskKind } from './task-kind.ts';

/**
 * Compares the gradient that an engine computes by backpropagation with central differences of the loss
 * in float64, by code independent of all engines.
 */
export interface GradientCheckTask {
  readonly kind: 'gradient-check';
  readonly hidden: readonly number[];
  readonly activation: 'relu' | 'tanh' | 'sigmoid';
  /** Images whose mean loss is differentiated. */
  readonly batch: number;
  /** Epochs of Adam over the batch before the check, so that the weights are not the initial ones; 0 for none. */
  readonly epochs: number;
  /** `h`. */
  readonly step: number;
  /** Weights compared in each kernel and bias, chosen at random from those with a gradient; all if there are fewer. */
  readonly weights: number;
}

/** How far gradients are from those that differences of the loss give, by layer. */
export interface GradientCheckOutcome {
  readonly kind: 'gradient-check';
  /** From the input to the output. */
  readonly layers: readonly {
    readonly name: string;
    readonly part: 'kernel' | 'bias';
    readonly compared: number;
    /**
     * The largest of `|analytic - numeric| / max(|analytic|, |numeric|, s / 100)`, where `s` is the largest gradient that
     * was compared in the part: the floor keeps rounding in a gradient of almost 0 from counting as an error.
     */
    readonly relativeDifference: number;
    /** The root mean square of the compared gradients. */
    readonly size: number;
  }[];
}

export const gradientCheck: TaskKind<GradientCheckTask, GradientCheckOutcome> = {
  task: z.strictObject({
    kind: z.literal('gradient-check'),
    hidden: z.array(z.number().int().min(1)),
    activation: z.enum(['relu', 'tanh', 'sigmoid']),
    batch: z.number().int().min(1),
    epochs: z.number().int().min(0),
    step: z.number().positive(),
    weights: z.number().int().min(1),
  }),

  outcome: z.strictObject({
    kind: z.literal('gradient-check'),
    layers: z.array(
      z.strictObject({
        name: z.string(),
        part: z.enum(['kernel', 'bias']),
        compared: z.number().int(),
        relativeDifference: z.number(),
        size: z.number(),
      }),
    ),
  }),

  run,

  summary: () => '',

  work: ({ hidden, batch, epochs, weights }, size) => stepWork(hidden, size) * batch * (epochs + weights),
};

async function run(
  task: GradientCheckTask,
  seed: number,
  { engine, data, onProgress }: TrialContext,
): Promise<GradientCheckOutcome> {
  const { activation, hidden, epochs, step } = task;
  const batch = take(data.train, task.batch);
  const model = await makeClassifier({ hidden, activation, dropout: 0, l2: 0 }, data, seed);
  if (epochs > 0) {
    const loss = 'sparseCategoricalCrossentropy';
    await fit(model, batch, { epochs, loss, optimizer: 'adam', seed, engine });
  }
  const weights = readWeights(model);
  const gradients = await backpropagated(task, model, batch, engine);
  model.dispose();

  const { classNames } = data;
  const network = { ...baseNetwork, hidden, activation, classes: classNames.length };
  const reference = new ReferenceTrainer(network, batch, weights);
  const indices = Array.from({ length: batch.count }, (_, index) => index);
  const { loss, correct } = reference.evaluate(indices);
  const layers: GradientCheckOutcome['layers'][number][] = [];
  for (const [tensor, analytic] of gradients.entries()) {
    const part = tensor % 2 === 0 ? 'kernel' : 'bias';
    const random = new RandomStream(seed, 'gradient check', tensor >> 1, part);
    const chosen = chooseWeights(analytic, task.weights, random);
    const numeric = chosen.map((at) => reference.slope(indices, tensor, at, step));
    const [name = ''] = weights[tensor]!.name.split('/');
    layers.push({ name, part, compared: chosen.length, ...compare(analytic, chosen, numeric) });
    const done = layers.length / gradients.length;
    onProgress?.({ epoch: 1, epochs: 1, done, loss, accuracy: correct / batch.count });
  }
  return { kind: 'gradient-check', layers };
}

/**
 * The gradient of each weight, exactly as in the engine: after one step from zero, momentum's slot is the gradient.
 */
async function backpropagated(
  { batch }: GradientCheckTask,
  model: Awaited<ReturnType<typeof makeClassifier>>,
  samples: ReturnType<typeof take>,
  engine: TrialContext['engine'],
): Promise<Float32Array[]> {
  const session = await engine.prepare(engineModel(model), {
    loss: 'sparseCategoricalCrossentropy',
    optimizer: resolveOptimizer('momentum'),
    batchSize: batch,
    globalClipNorm: null,
    seed: 0,
  });
  try {
    const loaded = await session.load(samples);
    const order = Uint32Array.from({ length: samples.count }, (_, index) => index);
    await session.trainSteps(loaded, { order, learningRates: Float64Array.of(0.01), firstStep: 0 });
    return (await session.getOptimizerSlots()).map(({ values }) => values);
  } finally {
    await session.dispose();
  }
}

/** Indices of weights whose gradient is not 0; it is 0 for a pixel that is black in every image. */
function chooseWeights(gradient: Float32Array, count: number, random: RandomStream): number[] {
  const candidates = Array.from(gradient.keys()).filter((index) => gradient[index] !== 0);
  return random.shuffle(candidates).slice(0, count);
}

function compare(
  analytic: Float32Array,
  chosen: readonly number[],
  numeric: readonly number[],
): { readonly relativeDifference: number; readonly size: number } {
  const pairs = chosen.map((at, index): [number, number] => [analytic[at]!, numeric[index]!]);
  const floor = Math.max(...pairs.flat().map(Math.abs), 0) / 100;
  const relative = pairs.map(([a, n]) => Math.abs(a - n) / Math.max(Math.abs(a), Math.abs(n), floor));
  const squares = pairs.reduce((sum, [a]) => sum + a * a, 0);
  return {
    relativeDifference: Math.max(0, ...relative),
    size: Math.sqrt(squares / Math.max(1, pairs.length)),
  };
}
