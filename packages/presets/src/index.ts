export { createModel, type ModelOptions } from './create-model.ts';
export {
  type ActivationName,
  activationNames,
  type Architecture,
  definePreset,
  type Preset,
  type Recipe,
} from './preset.ts';
export { defaultPreset, isPresetName, type PresetName, presets } from './presets.ts';
