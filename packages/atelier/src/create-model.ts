import { createModel as createPreset, type ModelOptions, type PresetName } from '@atelier/presets';
import { useWasmBackend } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Makes a preset's model, or a variation of it, with seeded initial weights; it takes raw pixels 0–255,
 * `[batch, height, width, channels]`, and gives probabilities, `[batch, classes]`, or `[batch, 1]` for the binary loss.
 * Starts the WASM backend of TensorFlow.js, where models keep their weights; a page that says where the backend's file is calls
 * `useWasmBackend({ wasmPaths })` before.
 *
 * @throws RangeError for an unknown preset or an option out of range
 * @throws Error when the backend does not start, with the remedy
 */
export async function createModel(preset: PresetName, options: ModelOptions): Promise<LayersModel> {
  await useWasmBackend();
  return createPreset(preset, options);
}
