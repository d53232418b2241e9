import { changeRecipe, defaultRecipe, presetRecipe, presets, type Recipe } from '@atelier/presets/recipe';
import type { OptimizerConfig } from '@atelier/training/settings';
import { type PeerLayer, peerLayers } from './peer-layers.ts';

export const workloadNames = [
  'mlp-32',
  'mlp-128',
  'mlp-deep',
  'cnn-small',
  'cnn-large',
  'cnn-start',
] as const;

export type WorkloadName = (typeof workloadNames)[number];

export interface Workload {
  /** The network and its optimizer. */
  readonly recipe: Recipe;
  /** What an epoch is of: the first images only, so that it takes less than a second; `null` means all. */
  readonly images: number | null;
  /** Whether its layers work on pictures. */
  readonly convolutional: boolean;
}

const small = 'conv 16 3x3, pool 2, conv 32 3x3, pool 2, output';
const large =
  'conv 32 3x3 same, norm, relu, pool 2, conv 64 3x3 same, norm, relu, pool 2, conv 64 3x3 same, norm, relu, global-average, output';

export const workloads: { readonly [Name in WorkloadName]: Workload } = {
  'mlp-32': dense('mlp-32'),
  'mlp-128': dense('mlp-128'),
  'mlp-deep': dense('mlp-deep'),
  'cnn-small': convolutional(small, 32, 3200),
  'cnn-large': convolutional(large, 64, 3200),
  // Four steps, for those that take seconds for each.
  'cnn-start': convolutional(small, 32, 128),
};

function dense(preset: 'mlp-32' | 'mlp-128' | 'mlp-deep'): Workload {
  return { recipe: presetRecipe(presets[preset]), images: null, convolutional: false };
}

function convolutional(layers: string, batchSize: number, images: number): Workload {
  return { recipe: changeRecipe(defaultRecipe, { layers, batchSize }), images, convolutional: true };
}

/** The data set in a form that any program can read. */
export interface DataFolder {
  /** Holds four uncompressed IDX files under their usual names. */
  readonly data: string;
  /** Training images. */
  readonly count: number;
  /** `[height, width, channels]` of an image. */
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classes: number;
}

/** What a contestant trains, whatever it is written in: the argument of its process, as JSON. */
export interface Assignment {
  readonly workload: WorkloadName;
  readonly data: string;
  readonly shape: DataFolder['shape'];
  readonly classes: number;
  /** It trains on the first images. */
  readonly images: number;
  readonly layers: readonly PeerLayer[];
  readonly batchSize: number;
  readonly optimizer: OptimizerConfig;
  readonly seed: number;
  readonly threads: number;
}

/**
 * The workload with its recipe. All contestants train on class indices, also for `mlp-128`, whose preset uses one-hot labels: it is the
 * same loss, and not every peer supports both.
 */
export function assignment(workload: WorkloadName, folder: DataFolder, threads: number): Assignment {
  const { recipe } = workloads[workload];
  const { data, shape, classes } = folder;
  return {
    workload,
    data,
    shape,
    classes,
    images: imagesOf(workload, folder),
    layers: peerLayers(recipe),
    batchSize: recipe.batchSize,
    optimizer: recipe.optimizer,
    seed: 1,
    threads,
  };
}

/** How many images an epoch is of. */
export function imagesOf(workload: WorkloadName, { count }: Pick<DataFolder, 'count'>): number {
  return Math.min(count, workloads[workload].images ?? count);
}
