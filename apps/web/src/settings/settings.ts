import {
  changeRecipe,
  defaultPreset,
  type PresetName,
  presetRecipe,
  presets,
  type Recipe,
} from '@atelier/presets/recipe';

/** Everything that decides what a run computes, but for rate changes made while it runs. Plain data: it is posted and stored. */
export type Settings = Recipe;

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

/** Training images of Fashion-MNIST. */
export const allImages = 60_000;

/** A preset's settings. */
export function defaultSettings(preset: PresetName = defaultPreset): Settings {
  return presetRecipe(presets[preset]);
}

/** Settings with an optimizer, which brings its own settings where it is another. */
export function withOptimizer(settings: Settings, optimizer: Settings['optimizer']['name']): Settings {
  return changeRecipe(settings, { optimizer });
}

/** How many of the training images are used, from the first. */
export function imagesOf({ limit }: Settings): number {
  return limit ?? allImages;
}
