import { settingSchemas } from '@atelier/presets/recipe';
import { type Callback, fit, type OptimizerConfig, optimizerSchema } from '@atelier/training';
import { z } from 'zod';
import type { TrialContext } from './context.ts';
import { type Classifier, classifierShape, makeClassifier, stepWork } from './classifier.ts';
import { numberOrNaN } from './number-or-nan.ts';
import { type DataPart, dataPartSchema, learntFrom, selectSamples } from './samples.ts';
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
  const steps: [number, number][] = [];
  let lossSum = 0;
  const sweep: Callback = {
    onTrainBatchEnd({ step, loss, accuracy }, training) {
      const seen = Math.min(step * batchSize, train.count);
      const batch = seen - (step - 1) * batchSize;
      steps.push([training.learningRate, (loss * seen - lossSum) / batch]);
      lossSum = loss * seen;
      if (step < training.stepsPerEpoch) {
        training.learningRate = from * (to / from) ** (step / (training.stepsPerEpoch - 1));
      }
      if (step % 32 === 0) {
        onProgress?.({ epoch: 1, epochs: 1, done: step / training.stepsPerEpoch, loss, accuracy });
      }
    },
  };
  await fit(model, train, {
    epochs: 1,
    loss: 'sparseCategoricalCrossentropy',
    optimizer,
    learningRate: from,
    batchSize,
    seed,
    engine,
    stepsPerExecution: 1,
    callbacks: [sweep],
  });
  model.dispose();
  return { kind: 'rate-sweep', steps: steps.filter(([, loss]) => Number.isFinite(loss)) };
}
