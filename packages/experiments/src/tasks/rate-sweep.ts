import { settingSchemas } from '@atelier/presets/recipe';
import { type OptimizerConfig, optimizerSchema } from '@atelier/training';
import { z } from 'zod';
import type { TrialContext } from './context.ts';
import { type Classifier, classifierShape, makeClassifier, stepWork } from './classifier.ts';
import { numberOrNaN } from './number-or-nan.ts';
import { type DataPart, dataPartSchema, learntFrom, selectSamples } from './samples.ts';
import { sweepRates } from './sweep-rates.ts';
import type { TaskKind } from './task-kind.ts';

/**
 * One pass over the training images with a learning rate that grows by the same factor at every step: the range test of Smith
 * 2017, "Cyclical learning rates for training neural networks", section 3.3, whose rate grows by the same amount.
 */
export interface RateSweepTask extends Classifier {
  readonly kind: 'rate-sweep';
  /** Its own rate is not used. */
  readonly optimizer: OptimizerConfig;
  readonly from: number;
  readonly to: number;
  readonly batchSize: number;
  readonly data: DataPart;
}

/** The losses of a training whose learning rate rose step by step. */
export interface RateSweepOutcome {
  readonly kind: 'rate-sweep';
  /** `[rate, loss]` of each step: the batch's loss before the update with that rate. Ends where the loss is NaN. */
  readonly steps: readonly (readonly [rate: number, loss: number])[];
}

export const rateSweep: TaskKind<RateSweepTask, RateSweepOutcome> = {
  task: z.strictObject({
    kind: z.literal('rate-sweep'),
    ...classifierShape,
    optimizer: optimizerSchema,
    from: z.number().positive(),
    to: z.number().positive(),
    batchSize: settingSchemas.batchSize,
    data: dataPartSchema,
  }),

  outcome: z.strictObject({
    kind: z.literal('rate-sweep'),
    steps: z.array(z.tuple([z.number(), numberOrNaN])),
  }),

  run,

  summary: () => '',

  // Metrics are read after every step.
  work: ({ hidden, data }, size) => 2 * stepWork(hidden, size) * learntFrom(data),
};

async function run(
  task: RateSweepTask,
  seed: number,
  { engine, data, onProgress }: TrialContext,
): Promise<RateSweepOutcome> {
  const { optimizer, from, to, batchSize } = task;
  const { train } = selectSamples(data, task.data);
  const model = await makeClassifier(task, data, seed);
  try {
    const settings = {
      epochs: 1,
      loss: 'sparseCategoricalCrossentropy',
      optimizer,
      batchSize,
      seed,
      engine,
    } as const;
    return { kind: 'rate-sweep', steps: await sweepRates(model, train, settings, { from, to }, onProgress) };
  } finally {
    model.dispose();
  }
}
