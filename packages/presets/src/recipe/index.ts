export { type ActivationName, activationNames } from './activation.ts';
export type { Architecture } from './architecture-settings.ts';
export { changeRecipe } from './change-recipe.ts';
export type { DataPlan } from './data-settings.ts';
export { type EngineName, engineNames } from './engine.ts';
export { hiddenUnits } from './hidden-units.ts';
export { type Control, readNumber } from './kind.ts';
export { chooseValidation } from './choose-validation.ts';
export { givenLayers } from './layers/given-layers.ts';
export { hiddenLayers, hiddenUnitsOf } from './layers/hidden-layers.ts';
export { layerForms } from './layers/layer-forms.ts';
export { type Layer, type Padding, type Pair } from './layers/layer.ts';
export { parseLayers } from './layers/parse-layers.ts';
export { settingsWithoutEffect } from './layers/settings-without-effect.ts';
export { writeLayers } from './layers/write-layers.ts';
export { limits as recipeLimits } from './limits.ts';
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
export { isArchitecture, type Setting, settings, settingTexts } from './settings.ts';
export type { StartPlan } from './start-settings.ts';
export type { FoldChoice, Validation } from './validation.ts';
