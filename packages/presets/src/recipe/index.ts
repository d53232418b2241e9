export { type ActivationName, activationNames } from './activation.ts';
export type { Architecture } from './architecture-settings.ts';
export { changeRecipe } from './change-recipe.ts';
export { type EngineName, engineNames } from './engine.ts';
export type { Control } from './kind.ts';
export { definePreset, type Preset, presetRecipe } from './preset.ts';
export { defaultPreset, isPresetName, type PresetName, presets } from './presets.ts';
export {
  defaultRecipe,
  type Recipe,
  type RecipeChanges,
  recipeSchema,
  type SettingName,
  settingSchemas,
} from './recipe.ts';
export { type Setting, settings } from './settings.ts';
export type { FoldChoice, Validation } from './validation.ts';
