import { type ActivationName, activationNames } from '@atelier/presets';
import {
  type Augmentation,
  type LossName,
  lossNames,
  type OptimizerConfig,
  optimizerSchema,
  type Schedule,
  scheduleSchema,
} from '@atelier/training';
import * as z from 'zod/mini';

/** The most hidden layers, and units of one: more than anybody trains, so that a typing error takes no memory. */
export const hiddenLimits = { layers: 100, units: 65_536 } as const;

/** What a run was asked to do: enough to repeat it. */
export interface RunConfig {
  readonly preset: string;
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly dropout: number;
  readonly l1: number;
  readonly l2: number;
  readonly loss: LossName;
  readonly optimizer: OptimizerConfig;
  readonly schedule: Schedule;
  readonly batchSize: number;
  readonly epochs: number;
  readonly augment: Augmentation;
  /** `test`, `none`, the fraction of the training set that was split off, or one of its folds (from 0). */
  readonly validation: 'test' | 'none' | number | { readonly index: number; readonly folds: number };
  readonly patience: number | null;
  /** How many training images were used, from the first; `null` is all. */
  readonly limit: number | null;
  readonly seed: number;
  /** As asked for; the engine that ran stands beside the configuration. */
  readonly engine: string;
  /** A data set's name, or the absolute path of a folder. */
  readonly data: string;
}

const positive = z.int().check(z.gte(1));
const notNegative = z.int().check(z.gte(0));

export const configSchema: z.ZodMiniType<RunConfig> = z.object({
  preset: z.string(),
  hidden: z.array(z.int().check(z.gte(1), z.lte(hiddenLimits.units))).check(z.maxLength(hiddenLimits.layers)),
  activation: z.enum(activationNames),
  dropout: z.number().check(z.gte(0), z.lt(1)),
  l1: z.number().check(z.gte(0)),
  l2: z.number().check(z.gte(0)),
  loss: z.enum(lossNames),
  optimizer: optimizerSchema,
  schedule: scheduleSchema,
  batchSize: positive,
  epochs: positive,
  augment: z.object({
    shift: z.optional(notNegative),
    flip: z.optional(z.boolean()),
    erase: z.optional(notNegative),
  }),
  validation: z.union([
    z.enum(['test', 'none']),
    z.number().check(z.gt(0), z.lt(1)),
    z.object({ index: notNegative, folds: z.int().check(z.gte(2)) }),
  ]),
  patience: z.nullable(positive),
  limit: z.nullable(positive),
  seed: notNegative,
  engine: z.string(),
  data: z.string(),
});
