import { take } from '@atelier/datasets';
import { engineModel, fit, readWeights, resolveOptimizer } from '@atelier/training';
import { z } from 'zod';
import { makeClassifier, stepWork } from './classifier.ts';
import type { TrialContext } from './context.ts';
import type { TaskKind } from './task-kind.ts';

/** Gradients of many batches at the same weights: how large they are in each layer, and how far they scatter. */
export interface GradientsTask {
  readonly kind: 'gradients';
  readonly hidden: readonly number[];
  readonly activation: 'relu' | 'tanh' | 'sigmoid';
  /** Training images, from the first. A rest that fills no batch is left out. */
  readonly images: number;
  readonly batch: number;
  /** Epochs of Adam over the images before gradients are taken; 0 for the initial weights. */
  readonly epochs: number;
}

/** What the gradients of the batches were. */
export interface GradientsOutcome {
  readonly kind: 'gradients';
  /** Mean loss of the images at these weights. */
  readonly loss: number;
  /** Root mean square of each kernel's mean gradient, from the input to the output. */
  readonly layers: readonly { readonly name: string; readonly size: number }[];
  /** Root mean square distance of a batch's gradient from the mean of all, as a share of that mean's length. */
  readonly noise: number;
}

export const gradients: TaskKind<GradientsTask, GradientsOutcome> = {
  task: z.strictObject({
    kind: z.literal('gradients'),
    hidden: z.array(z.number().int().min(1)),
    activation: z.enum(['relu', 'tanh', 'sigmoid']),
    images: z.number().int().min(1),
    batch: z.number().int().min(1),
    epochs: z.number().int().min(0),
  }),

  outcome: z.strictObject({
    kind: z.literal('gradients'),
    loss: z.number(),
    layers: z.array(z.strictObject({ name: z.string(), size: z.number() })),
    noise: z.number(),
  }),

  run,

  summary: ({ loss, noise }) => `loss: ${loss.toFixed(4)} - noise: ${noise.toFixed(3)}`,

  work: ({ hidden, images, epochs }, size) => stepWork(hidden, size) * images * (epochs + 2),
};

async function run(
  { hidden, activation, images, batch, epochs }: GradientsTask,
  seed: number,
  { engine, data, onProgress }: TrialContext,
): Promise<GradientsOutcome> {
  const samples = take(data.train, images);
  const batches = Math.floor(samples.count / batch);
  if (batches === 0) {
    throw new RangeError(`a batch has ${batch} images, the data only ${samples.count}`);
  }
  const loss = 'sparseCategoricalCrossentropy';
  const model = await makeClassifier({ hidden, activation, dropout: 0, l2: 0 }, data, seed);
  if (epochs > 0) await fit(model, samples, { epochs, loss, optimizer: 'adam', seed, engine });
  const names = readWeights(model).map(({ name }) => name);
  // Without momentum, its slot is the gradient; at a rate this small, no float32 weight moves.
  const session = await engine.prepare(engineModel(model), {
    loss,
    optimizer: resolveOptimizer({ name: 'momentum', momentum: 0 }),
    batchSize: batch,
    globalClipNorm: null,
    seed: 0,
  });
  try {
    const loaded = await session.load(samples);
    const sums: Float64Array[] = [];
    let squares = 0;
    let lossSum = 0;
    for (let index = 0; index < batches; index++) {
      const order = Uint32Array.from({ length: batch }, (_, at) => index * batch + at);
      const metrics = await session.trainSteps(loaded, {
        order,
        learningRates: Float64Array.of(1e-30),
        firstStep: index,
      });
      lossSum += metrics.losses[0]!;
      for (const [tensor, { values }] of (await session.getOptimizerSlots()).entries()) {
        const sum = (sums[tensor] ??= new Float64Array(values.length));
        for (let at = 0; at < values.length; at++) {
          sum[at]! += values[at]!;
          squares += values[at]! ** 2;
        }
      }
      if (index % 32 === 0) {
        const done = index / batches;
        onProgress?.({ epoch: 1, epochs: 1, done, loss: lossSum / (index + 1), accuracy: 0 });
      }
    }
    const means = sums.map((sum) => sum.map((value) => value / batches));
    const lengths = means.map((mean) => mean.reduce((total, value) => total + value * value, 0));
    const length = lengths.reduce((total, value) => total + value, 0);
    return {
      kind: 'gradients',
      loss: lossSum / batches,
      layers: lengths.flatMap((squared, tensor) =>
        names[tensor]!.endsWith('kernel')
          ? [{ name: names[tensor]!.split('/')[0]!, size: Math.sqrt(squared / means[tensor]!.length) }]
          : [],
      ),
      // The mean of |g - ḡ|² is that of |g|² less |ḡ|².
      noise: Math.sqrt(Math.max(0, squares / batches - length) / length),
    };
  } finally {
    await session.dispose();
    model.dispose();
  }
}
