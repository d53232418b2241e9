import { type Architecture, hiddenUnitsOf, presets } from '@atelier/presets/recipe';
import { type OptimizerConfig, resolveOptimizer } from '@atelier/training';

export const workloadNames = ['mlp-32', 'mlp-128', 'mlp-deep'] as const;

export type WorkloadName = (typeof workloadNames)[number];

/** The data set in a form that any program can read. */
export interface DataFolder {
  /** Holds four uncompressed IDX files under their usual names. */
  readonly data: string;
  /** Values per image. */
  readonly pixels: number;
  readonly classes: number;
}

/** What a contestant trains, whatever it is written in: the argument of its process, as JSON. */
export interface Assignment extends DataFolder, Pick<Architecture, 'dropout'> {
  readonly hidden: readonly number[];
  readonly preset: WorkloadName;
  readonly batchSize: number;
  readonly optimizer: OptimizerConfig;
  readonly seed: number;
  readonly threads: number;
}

/**
 * The preset with its recipe. All contestants train on class indices, also for `mlp-128`, whose preset uses one-hot labels: it is the same
 * loss, and not every peer supports both.
 */
export function assignment(preset: WorkloadName, data: DataFolder, threads: number): Assignment {
  const { layers, dropout, batchSize, optimizer, learningRate } = presets[preset];
  return {
    preset,
    ...data,
    hidden: hiddenUnitsOf(layers) ?? [],
    dropout,
    batchSize,
    optimizer: resolveOptimizer(optimizer, learningRate),
    seed: 1,
    threads,
  };
}
