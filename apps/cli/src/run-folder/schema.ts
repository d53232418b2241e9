import { activationNames } from '@atelier/presets';
import { lossNames, optimizerSchema, scheduleSchema } from '@atelier/training';
import { maxClasses } from '@atelier/datasets';
import { z } from 'zod';
import { hiddenLimits } from '../option-types.ts';

/** What a run was asked to do: enough to repeat it. */
const configSchema = z.object({
  preset: z.string(),
  hidden: z.array(z.number().int().min(1).max(hiddenLimits.units)).max(hiddenLimits.layers),
  activation: z.enum(activationNames),
  dropout: z.number().min(0).lt(1),
  l1: z.number().min(0),
  l2: z.number().min(0),
  loss: z.enum(lossNames),
  optimizer: optimizerSchema,
  schedule: scheduleSchema,
  batchSize: z.number().int().min(1),
  epochs: z.number().int().min(1),
  augment: z.object({
    shift: z.number().int().min(0).optional(),
    flip: z.boolean().optional(),
    erase: z.number().int().min(0).optional(),
  }),
  /** `test`, `none`, the fraction of the training set that was split off, or one of its folds (from 0). */
  validation: z.union([
    z.enum(['test', 'none']),
    z.number().gt(0).lt(1),
    z.object({ index: z.number().int().min(0), folds: z.number().int().min(2) }),
  ]),
  patience: z.number().int().min(1).nullable(),
  /** How many training images were used, from the first; `null` is all. */
  limit: z.number().int().min(1).nullable(),
  seed: z.number().int().min(0),
  /** As asked for; the engine that ran stands beside the configuration. */
  engine: z.string(),
  /** A data set's name, or the absolute path of a folder. */
  data: z.string(),
});

/** Numbers of one image: a picture is made as large as a run says. */
const mostPixels = 2 ** 24;

const datasetSchema = z.object({
  name: z.string(),
  classNames: z.array(z.string()).min(2).max(maxClasses),
  /** `[height, width, channels]` */
  shape: z
    .tuple([z.number().int().min(1), z.number().int().min(1), z.number().int().min(1)])
    .refine(([height, width, channels]) => height * width * channels <= mostPixels, {
      message: `An image has at most ${mostPixels} numbers`,
    }),
  /** Images trained on, validated on, and tested on. */
  counts: z.object({ train: z.number().int(), validation: z.number().int(), test: z.number().int() }),
  /** Where the files were found, for people to read. */
  source: z.string(),
  /** SHA-256 of each file's uncompressed content, by file name. */
  hashes: z.record(z.string(), z.string()),
});

// JSON has no NaN or Infinity: a diverged loss is null in the file.
const loss = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

const epochSchema = z.object({
  epoch: z.number().int().min(1),
  loss,
  accuracy: z.number(),
  valLoss: loss.optional(),
  valAccuracy: z.number().optional(),
  seconds: z.number(),
  learningRate: z.number(),
});

const metricsSchema = z.object({ loss, accuracy: z.number() });

export const runSchema = z.object({
  format: z.literal(1),
  /** `running` in a file that no later one replaced means that the run was killed. */
  status: z.enum(['running', 'completed', 'stopped', 'interrupted', 'failed']),
  /** Why the run was stopped or failed. */
  reason: z.string().optional(),
  config: configSchema,
  engine: z.string(),
  parameters: z.number().int(),
  dataset: datasetSchema,
  history: z.array(epochSchema),
  /** Seconds. */
  timings: z.record(z.string(), z.number()),
  test: metricsSchema.optional(),
  versions: z.record(z.string(), z.string()),
});

/** `run.json`. */
export type RunRecord = z.infer<typeof runSchema>;
export type RunConfig = RunRecord['config'];
