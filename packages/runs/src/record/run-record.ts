import { maxClasses, type Placement } from '@atelier/datasets/browser';
import { type Recipe, recipeSchema } from '@atelier/presets/recipe';
import * as z from 'zod/mini';
import { placementSchema } from './model-metadata.ts';

/** The most values per image, since pictures are made as large as a run says. */
const mostPixels = 2 ** 24;

/** The data of a run. */
export interface RunDataset {
  readonly name: string;
  readonly classNames: readonly string[];
  /** `[height, width, channels]` */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** Images trained on, validated on, and tested on. */
  readonly counts: { readonly train: number; readonly validation: number; readonly test: number };
  /** Where the data was found, for people to read. */
  readonly source: string;
  /**
   * SHA-256 of the content of each part, `train` and `test` (see `contentHash` of `@atelier/datasets`); in runs of former
   * versions, of each IDX file, by file name.
   */
  readonly hashes: Readonly<Record<string, string>>;
  /** How the training pictures lie in their frames; what they look like is in `model.json` alone. Former versions recorded none. */
  readonly placement?: Placement | undefined;
}

/** Means over samples. A diverged loss is NaN. */
export interface RunMetrics {
  readonly loss: number;
  /** From 0 to 1. */
  readonly accuracy: number;
}

/** Results of one epoch. */
export interface RunEpoch extends RunMetrics {
  /** From 1. */
  readonly epoch: number;
  /** Of the validation images; absent without validation. */
  readonly valLoss?: number | undefined;
  /** Of the validation images, 0 to 1. */
  readonly valAccuracy?: number | undefined;
  /** Training and validation together. */
  readonly seconds: number;
  /** Of the epoch's last step. */
  readonly learningRate: number;
}

/** Where the loss of a run was NaN or infinite for the first time. */
export interface RunDivergence {
  /** From 1. */
  readonly epoch: number;
  /** Of the epoch, from 1. */
  readonly step: number;
  /** JSON has no such numbers. */
  readonly loss: 'NaN' | 'Infinity' | '-Infinity';
}

/** `run.json`. */
export interface RunRecord {
  readonly format: 1;
  /** `running` in a file of an ended process means that the run was killed. */
  readonly status: 'running' | 'completed' | 'stopped' | 'interrupted' | 'diverged' | 'failed';
  /** Why the run was stopped, diverged or failed. */
  readonly reason?: string | undefined;
  /** Where a run with the status `diverged` did. */
  readonly divergence?: RunDivergence | undefined;
  /** Why a completed run has likely learned nothing, with what to try. */
  readonly warning?: string | undefined;
  /** Every setting. */
  readonly config: Recipe;
  /** The engine that ran. */
  readonly engine: string;
  /** Weights of the model. */
  readonly parameters: number;
  readonly dataset: RunDataset;
  /** The finished epochs. */
  readonly history: readonly RunEpoch[];
  /** Seconds of each part of the run, and their `total`. */
  readonly timings: Readonly<Record<string, number>>;
  /** The epoch whose weights the model has, of a run that stopped early and kept its best. */
  readonly keptEpoch?: number | undefined;
  /** Of the model on the test images, once it ended. */
  readonly test?: RunMetrics | undefined;
  /** Whether its probabilities on the test images can be taken at their word; former versions recorded none. */
  readonly calibration?: RunCalibration | undefined;
  /** SHA-256 of the model's files, once they are written; former versions recorded none. */
  readonly model?: ModelHashes | undefined;
  /** The model that it started from, if it was given one: a copy is in its folder. */
  readonly start?: RunStart | undefined;
  /** Of Atelier, Node and TensorFlow.js, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** As `calibration` of `@atelier/training` measures it. */
export interface RunCalibration {
  /** The mean difference of accuracy and confidence over bins, weighted by their images (expected calibration error), 0 to 1. */
  readonly error: number;
  /** By confidence, ascending. */
  readonly bins: readonly {
    /** Of images. */
    readonly count: number;
    /** The mean probability of their predictions, 0 to 1. */
    readonly confidence: number;
    /** The share of them that is right, 0 to 1. */
    readonly accuracy: number;
  }[];
}

/** The model that a run was given to start from. */
export interface RunStart extends ModelHashes {
  /** The module that made it, which ran because the user named it; nothing runs it again. */
  readonly module?: { readonly path: string; readonly sha256: string } | undefined;
}

/** SHA-256 of a model's files, 64 hexadecimal digits each. */
export interface ModelHashes {
  /** Of `model.json`. */
  readonly topology: string;
  /** Of `weights.bin`. */
  readonly weights: string;
}

/** Reads the hashes of a model's files. */
export const modelHashesSchema: z.ZodMiniType<ModelHashes> = z.object({
  topology: z.string(),
  weights: z.string(),
});

const datasetSchema = z.object({
  name: z.string(),
  classNames: z.array(z.string()).check(z.minLength(2), z.maxLength(maxClasses)),
  shape: z.tuple([z.int().check(z.gte(1)), z.int().check(z.gte(1)), z.int().check(z.gte(1))]).check(
    z.refine(([height, width, channels]) => height * width * channels <= mostPixels, {
      error: `An image has at most ${mostPixels} numbers`,
    }),
  ),
  counts: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
  source: z.string(),
  hashes: z.record(z.string(), z.string()),
  placement: z.optional(placementSchema),
});

// JSON has no NaN or Infinity: a diverged loss is null in the file.
const loss = z.pipe(
  z.nullable(z.number()),
  z.transform((value) => value ?? Number.NaN),
);

const epochSchema = z.object({
  epoch: z.int().check(z.gte(1)),
  loss,
  accuracy: z.number(),
  valLoss: z.optional(loss),
  valAccuracy: z.optional(z.number()),
  seconds: z.number(),
  learningRate: z.number(),
});

/** Checks a record that was read from `run.json`. */
export const runSchema: z.ZodMiniType<RunRecord> = z.object({
  format: z.literal(1),
  status: z.enum(['running', 'completed', 'stopped', 'interrupted', 'diverged', 'failed']),
  reason: z.optional(z.string()),
  divergence: z.optional(
    z.object({ epoch: z.int(), step: z.int(), loss: z.enum(['NaN', 'Infinity', '-Infinity']) }),
  ),
  warning: z.optional(z.string()),
  config: recipeSchema,
  engine: z.string(),
  parameters: z.int(),
  dataset: datasetSchema,
  history: z.array(epochSchema),
  timings: z.record(z.string(), z.number()),
  keptEpoch: z.optional(z.int()),
  test: z.optional(z.object({ loss, accuracy: z.number() })),
  calibration: z.optional(
    z.object({
      error: z.number(),
      bins: z.array(z.object({ count: z.int(), confidence: z.number(), accuracy: z.number() })),
    }),
  ),
  model: z.optional(modelHashesSchema),
  start: z.optional(
    z.object({
      topology: z.string(),
      weights: z.string(),
      module: z.optional(z.object({ path: z.string(), sha256: z.string() })),
    }),
  ),
  versions: z.record(z.string(), z.string()),
});
