export { createModel, type ModelOptions } from './create-model.ts';
export { prepare, type Prepared, type RecipeData, setAside } from './prepare.ts';
export { type Start, startFrom } from './start-from.ts';
export { type ActivationName, activationNames } from './recipe/activation.ts';
export type { Architecture } from './recipe/architecture-settings.ts';
export { changeRecipe } from './recipe/change-recipe.ts';
export { definePreset, type Preset, presetRecipe } from './recipe/preset.ts';
export { defaultPreset, isPresetName, type PresetName, presets } from './recipe/presets.ts';
export type { Recipe, RecipeChanges } from './recipe/recipe.ts';
