import { activationNames } from '@atelier/presets';
import { optimizerSchema, scheduleSchema } from '@atelier/training';
import { z } from 'zod';
import type { Outcome, Task } from './tasks/task.ts';

/** A number that JSON may hold as `null`, because it is none. */
const maybeNaN = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

const networkShape = {
  hidden: z.array(z.number().int().min(1)),
  activation: z.enum(activationNames),
  dropout: z.number().min(0).lt(1),
  l2: z.number().min(0),
};

const dataPartSchema = z.strictObject({
  limit: z.number().int().min(1),
  validation: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('holdout'), fraction: z.number() }),
    z.strictObject({ kind: z.literal('fold'), index: z.number().int(), folds: z.number().int() }),
  ]),
  size: z.number().int().min(1).nullable(),
});

const trainTaskSchema = z.strictObject({
  kind: z.literal('train'),
  ...networkShape,
  optimizer: optimizerSchema,
  schedule: scheduleSchema,
  batchSize: z.number().int().min(1),
  epochs: z.number().int().min(1),
  augment: z.strictObject({
    shift: z.number().optional(),
    flip: z.boolean().optional(),
    erase: z.number().optional(),
  }),
  data: dataPartSchema,
});

const measureSchema = z.strictObject({ loss: maybeNaN, accuracy: z.number() });

const trainOutcomeSchema = z.strictObject({
  kind: z.literal('train'),
  status: z.enum(['completed', 'diverged']),
  parameters: z.number().int(),
  samples: z.number().int(),
  history: z.array(
    z.strictObject({
      epoch: z.number().int(),
      loss: maybeNaN,
      accuracy: z.number(),
      valLoss: maybeNaN.optional(),
      valAccuracy: z.number().optional(),
    }),
  ),
  train: measureSchema,
  validation: measureSchema.optional(),
  test: measureSchema,
});

const rateSweepTaskSchema = z.strictObject({
  kind: z.literal('rate-sweep'),
  ...networkShape,
  optimizer: optimizerSchema,
  from: z.number().positive(),
  to: z.number().positive(),
  batchSize: z.number().int().min(1),
  data: dataPartSchema,
});

const rateSweepOutcomeSchema = z.strictObject({
  kind: z.literal('rate-sweep'),
  steps: z.array(z.tuple([z.number(), maybeNaN])),
});

const ensembleTaskSchema = z.strictObject({
  kind: z.literal('ensemble'),
  member: trainTaskSchema,
  members: z.number().int().min(1),
});

const ensembleOutcomeSchema = z.strictObject({
  kind: z.literal('ensemble'),
  singles: z.array(z.number()),
  mean: z.array(z.number()),
  vote: z.array(z.number()),
  parameters: z.number().int(),
});

const softmaxLogisticTaskSchema = z.strictObject({
  kind: z.literal('softmax-logistic'),
  classes: z.tuple([z.number().int(), z.number().int()]),
  learningRate: z.number().positive(),
  rateFactor: z.number().positive(),
  batchSize: z.number().int().min(1),
  epochs: z.number().int().min(1),
  data: dataPartSchema,
});

const softmaxLogisticOutcomeSchema = z.strictObject({
  kind: z.literal('softmax-logistic'),
  samples: z.strictObject({ train: z.number().int(), test: z.number().int() }),
  epochs: z.array(
    z.strictObject({
      epoch: z.number().int(),
      difference: z.number(),
      softmaxAccuracy: z.number(),
      logisticAccuracy: z.number(),
    }),
  ),
  weightDifference: z.number(),
});

const gradientCheckTaskSchema = z.strictObject({
  kind: z.literal('gradient-check'),
  hidden: z.array(z.number().int().min(1)),
  activation: z.enum(['relu', 'tanh', 'sigmoid']),
  batch: z.number().int().min(1),
  epochs: z.number().int().min(0),
  step: z.number().positive(),
  weights: z.number().int().min(1),
});

const gradientCheckOutcomeSchema = z.strictObject({
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
});

export const taskSchema: z.ZodType<Task> = z.discriminatedUnion('kind', [
  trainTaskSchema,
  rateSweepTaskSchema,
  ensembleTaskSchema,
  softmaxLogisticTaskSchema,
  gradientCheckTaskSchema,
]);

export const outcomeSchema: z.ZodType<Outcome> = z.discriminatedUnion('kind', [
  trainOutcomeSchema,
  rateSweepOutcomeSchema,
  ensembleOutcomeSchema,
  softmaxLogisticOutcomeSchema,
  gradientCheckOutcomeSchema,
]);
