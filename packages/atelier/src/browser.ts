export {
  type Dataset,
  DatasetError,
  type LabelledImages,
  loadDatasetFromUrls,
  split,
  take,
  toCategorical,
  type UrlOptions,
} from '@atelier/datasets/browser';
export { defaultPreset, type ModelOptions, type PresetName, presets } from '@atelier/presets';
export { simdEngine, type SimdEngineOptions } from '@atelier/simd';
export {
  type Callback,
  csvLog,
  deserializeModel,
  earlyStopping,
  type Engine,
  type EpochRecord,
  type EvaluateOptions,
  type Evaluation,
  type FitOptions,
  type FitResult,
  historyRecorder,
  type PredictOptions,
  type Predictions,
  type Predictor,
  progress,
  reduceOnPlateau,
  type Samples,
  saveBest,
  serializeModel,
  type Training,
  tfjsEngine,
  UnsupportedError,
  useWasmBackend,
  type WasmBackendOptions,
} from '@atelier/training';
export { type EngineName, engineNames } from '@atelier/presets/recipe';
export { chooseEngine, type EngineChoice, inferenceEngine } from './choose-engine.ts';
export { createModel } from './create-model.ts';
export { createPredictor } from './create-predictor.ts';
export { evaluate } from './evaluate.ts';
export { fit } from './fit.ts';
export { predict } from './predict.ts';
