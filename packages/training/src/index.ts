export { augmentImages, type Augmentation, checkAugmentation } from './augment.ts';
export type { BatchProgress, Callback, CallbackState, Training } from './callbacks/callback.ts';
export { csvLog } from './callbacks/csv-log.ts';
export { earlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping.ts';
export { historyRecorder } from './callbacks/history.ts';
export type { MonitoredMetric } from './callbacks/monitor.ts';
export { progress, type ProgressOptions, type ProgressUpdate } from './callbacks/progress.ts';
export { reduceOnPlateau, type ReduceOnPlateauOptions } from './callbacks/reduce-on-plateau.ts';
export { saveBest, type SaveBestOptions } from './callbacks/save-best.ts';
export { terminateOnNaN } from './callbacks/terminate-on-nan.ts';
export type { Checkpoint, CheckpointOptions, JsonValue, PartialEpoch } from './checkpoint/checkpoint.ts';
export { decodeCheckpoint } from './checkpoint/decode.ts';
export { encodeCheckpoint } from './checkpoint/encode.ts';
export { CheckpointError } from './checkpoint/error.ts';
export type { TrainingSettings } from './checkpoint/settings.ts';
export { checkSamples, checkTargets } from './check-samples.ts';
export { type Combination, combinations, combineOutputs } from './combine-outputs.ts';
export type { ClassReport } from './confusion.ts';
export { dropoutFactors, dropoutKey, dropoutStepKey, dropoutThreshold } from './dropout.ts';
export {
  type BatchMetrics,
  type Engine,
  type EngineSession,
  type LoadedSamples,
  type NamedTensor,
  type SampleRange,
  type TrainingProgram,
  type TrainingSteps,
  UnsupportedError,
} from './engine.ts';
export {
  evaluate,
  evaluateOutputs,
  lossAndAccuracy,
  type EvaluateOptions,
  type Evaluation,
  type Mistake,
  predict,
  type PredictOptions,
} from './evaluate.ts';
export { fit, type FitOutcome, type FitResult } from './fit.ts';
export type { FitOptions } from './fit-options.ts';
export { type EpochRecord, historyCsvHeader, historyCsvLine } from './history.ts';
export { type LossName, lossNames } from './losses/names.ts';
export {
  type DeserializeOptions,
  deserializeModel,
  ModelFileError,
  type ModelFiles,
  serializeModel,
  weightsFileName,
} from './model-files.ts';
export {
  type OptimizerConfig,
  type OptimizerName,
  type OptimizerOption,
  optimizerNames,
  optimizerSchema,
  slotNames,
} from './optimizers/config.ts';
export { resolveOptimizer, resolveSchedule } from './options.ts';
export type { Samples } from './samples.ts';
export {
  type Schedule,
  scheduleFactor,
  type ScheduleName,
  scheduleNames,
  scheduleSchema,
  type ScheduleOption,
} from './schedule.ts';
export { useWasmBackend, type WasmBackendOptions } from './tfjs/backend.ts';
export { tfjsEngine } from './tfjs/engine.ts';
export { checkTensors, readWeights, weightName, writeWeights } from './weights.ts';
