import type { ActivationName, PresetName } from '@atelier/presets';
import { defaultPreset, presets } from '@atelier/presets';
import type { OptimizerName, ScheduleName } from '@atelier/training';

/** Everything that decides what a run computes, but for rate changes made while it runs. Plain data: it is posted and stored. */
export interface Settings {
  readonly preset: PresetName;
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly dropout: number;
  readonly l1: number;
  readonly l2: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly schedule: ScheduleName;
  readonly batchSize: number;
  readonly epochs: number;
  readonly seed: number;
  /** Augmentation: pixels by which images move at most; 0 for none. */
  readonly shift: number;
  /** Augmentation: whether every other image is mirrored. */
  readonly flip: boolean;
  /** Augmentation: side of a square that is blanked, in pixels; 0 for none. */
  readonly erase: number;
  /** How many of the training images are used, from the first. */
  readonly images: number;
}

/** Learning rates that were set while a run was going; each holds from the start of its epoch. */
export interface RateChange {
  /** From 1. */
  readonly epoch: number;
  readonly learningRate: number;
}

/** All of a run that a link carries. */
export interface RunRecipe {
  readonly settings: Settings;
  readonly rateChanges: readonly RateChange[];
}

/** Keras' default rates. A test holds them against the training package, which is too heavy to load with the page. */
const optimizerRates: Readonly<Record<OptimizerName, number>> = {
  sgd: 0.01,
  momentum: 0.01,
  rmsprop: 0.001,
  adam: 0.001,
  adamw: 0.001,
};

const schedules: Readonly<Record<ScheduleName, true>> = {
  constant: true,
  step: true,
  exponential: true,
  cosine: true,
};

export const optimizerChoices: readonly OptimizerName[] = keysOf(optimizerRates);
export const scheduleChoices: readonly ScheduleName[] = keysOf(schedules);
export const presetChoices: readonly PresetName[] = keysOf(presets);

/** Training images of Fashion-MNIST. */
export const allImages = 60_000;

/** The rate that a preset and an optimizer start with unless the user says otherwise. */
export function defaultLearningRate(preset: PresetName, optimizer: OptimizerName): number {
  const recipe = presets[preset];
  return optimizer === recipe.optimizer ? recipe.learningRate : optimizerRates[optimizer];
}

/** A preset's settings. */
export function defaultSettings(preset: PresetName = defaultPreset): Settings {
  const { hidden, activation, dropout, l1, l2, optimizer, learningRate, batchSize, epochs } = presets[preset];
  return {
    preset,
    hidden,
    activation,
    dropout,
    l1,
    l2,
    optimizer,
    learningRate,
    schedule: 'constant',
    batchSize,
    epochs,
    seed: 0,
    shift: 0,
    flip: false,
    erase: 0,
    images: allImages,
  };
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object literal has the keys of its type
  return Object.keys(record) as Key[];
}
