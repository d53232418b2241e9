import {
  changeRecipe,
  defaultPreset,
  type PresetName,
  presetRecipe,
  presets,
  type Recipe,
} from '@atelier/presets/recipe';

/** Everything that determines what a run computes, except rate changes during the run. Plain data: it is posted and stored. */
export type Settings = Recipe;

/** Learning rates that were set during a run; each applies from the start of its epoch. */
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

/** Training images of Fashion-MNIST. */
export const allImages = 60_000;

/** A preset's settings. */
export function defaultSettings(preset: PresetName = defaultPreset): Settings {
  // Images are trained on as they arrive: those that have arrived first.
  return { ...presetRecipe(presets[preset]), sample: 'first' };
}

/** Settings with an optimizer, and with its default settings if it is a different one. */
export function withOptimizer(settings: Settings, optimizer: Settings['optimizer']['name']): Settings {
  return changeRecipe(settings, { optimizer });
}

/** How many of the training images are used, from the first. */
export function imagesOf({ limit }: Settings): number {
  return limit ?? allImages;
}
