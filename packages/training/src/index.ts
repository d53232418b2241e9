export { csvLog } from './callbacks/csv-log.ts';
export { earlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping.ts';
export { historyRecorder } from './callbacks/history.ts';
export type { MonitoredMetric } from './callbacks/monitor.ts';
export { progress, type ProgressOptions, type ProgressUpdate } from './callbacks/progress.ts';
export { reduceOnPlateau, type ReduceOnPlateauOptions } from './callbacks/reduce-on-plateau.ts';
export { saveBest, type SaveBestOptions } from './callbacks/save-best.ts';
export { decodeCheckpoint } from './checkpoint/decode.ts';
export { encodeCheckpoint } from './checkpoint/encode.ts';
export { CheckpointError } from './checkpoint/error.ts';
export { decodeTensors, encodeTensors, type FileTensor, type TensorFile } from './checkpoint/safetensors.ts';
export {
  type BatchMetrics,
  type Engine,
  type EngineSession,
  type EvaluatedBatches,
  type LoadedSamples,
  type SampleRange,
  type TrainingConfig,
  type TrainingSteps,
} from './engine/contract.ts';
export { type AnyModel, type EngineModel, engineModel, type LentModel } from './engine/engine-model.ts';
export { UnsupportedError } from './engine/unsupported-error.ts';
export { dropoutFactors, dropoutKey, dropoutStepKey, dropoutThreshold } from './engine/dropout.ts';
export { type TestTimeAugmentation, testTimeAugmentations } from './evaluate/augmentation-at-test.ts';
export { type Combination, combinations, combineOutputs } from './evaluate/combine-outputs.ts';
export { accuracyInterval } from './evaluate/accuracy-interval.ts';
export { type AverageScores, averageScores } from './evaluate/averages.ts';
export { classProbabilities } from './evaluate/class-probabilities.ts';
export { type Calibration, calibration, type ConfidenceBin } from './evaluate/calibration.ts';
export { compareModels, type PairedComparison } from './evaluate/compare-models.ts';
export type { ClassReport } from './evaluate/confusion.ts';
export { topAccuracy } from './evaluate/top-accuracy.ts';
export {
  evaluate,
  evaluateOutputs,
  lossAndAccuracy,
  type EvaluateOptions,
  type Evaluation,
  type Mistake,
  predict,
} from './evaluate/evaluate.ts';
export { createPredictor, type PredictOptions, type Predictor } from './evaluate/create-predictor.ts';
export { Predictions } from './evaluate/predictions.ts';
export { augmentImages } from './fit/augment.ts';
export type { BatchProgress, Callback, CallbackState, Training } from './fit/callback.ts';
export type {
  Checkpoint,
  CheckpointOptions,
  JsonValue,
  PartialEpoch,
  TrainingSettings,
} from './fit/checkpoint.ts';
export { fit } from './fit/fit.ts';
export type { FitOptions } from './fit/fit-options.ts';
export { type EpochRecord, historyCsvHeader, historyCsvLine } from './fit/history.ts';
export type { Divergence, FitOutcome, FitResult } from './fit/outcome.ts';
export { describeWarning, type TrainingWarning } from './fit/training-warning.ts';
export { type DeserializeOptions, deserializeModel } from './model-files/deserialize-model.ts';
export { ModelFileError } from './model-files/error.ts';
export { type ModelFiles, weightsFileName } from './model-files/model-files.ts';
export { openModel, type OpenedModel, storedModel } from './model-files/open-model.ts';
export { weightsFiles } from './model-files/parse-model-files.ts';
export { serializeModel } from './model-files/serialize-model.ts';
export type { ModelEnds } from './model/ends.ts';
export { checkTensors, type NamedTensor } from './model/named-tensor.ts';
export { lossOf, rememberLoss } from './model/remembered-loss.ts';
export { readWeights, weightName } from './model/weights.ts';
export { writeWeights } from './model/write-weights.ts';
export { checkReplacement } from './samples/check-replacement.ts';
export { checkSamples, checkTargets } from './samples/check-samples.ts';
export { checkWeights } from './samples/check-weights.ts';
export type { ClassWeight } from './samples/class-weights.ts';
export type { Samples } from './samples/samples.ts';
export {
  type Averaging,
  type AveragingOption,
  averagingShare,
  type Augmentation,
  checkAugmentation,
  type Loss,
  lossNamed,
  type LossName,
  lossNames,
  type OptimizerConfig,
  type OptimizerName,
  type OptimizerOption,
  optimizerNames,
  optimizerSchema,
  resolveOptimizer,
  resolveSchedule,
  type Schedule,
  scheduleFactor,
  type ScheduleName,
  scheduleNames,
  type ScheduleOption,
  scheduleSchema,
  slotNames,
  unitsFor,
} from './settings/index.ts';
export { useWasmBackend, type WasmBackendOptions } from './tfjs/backend.ts';
export { useWeightStore } from './tfjs/use-weight-store.ts';
export { tfjsEngine } from './tfjs/engine.ts';
