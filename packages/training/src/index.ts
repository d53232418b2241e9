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
export { type LossName, lossNames } from './losses/names.ts';
export {
  type OptimizerConfig,
  type OptimizerName,
  type OptimizerOption,
  optimizerNames,
  optimizerSchema,
} from './optimizers/config.ts';
export type { Samples } from './samples.ts';
