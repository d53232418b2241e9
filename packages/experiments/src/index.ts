export { canonicalJson } from './canonical-json.ts';
export { ExperimentError } from './error.ts';
export type { Experiment, Presentation, Table } from './experiment.ts';
export { type ExperimentDataset, type Manifest, manifestOf } from './folder/manifest.ts';
export { ResultFolder, resultFiles } from './folder/result-folder.ts';
export { mergeExperiments, type Merged, type MergeRequest } from './merge.ts';
export { planLimits, type PlanOptions } from './plan-options.ts';
export { experiments } from './registry.ts';
export { parseResult, resultLine, type TrialResult } from './result.ts';
export { Results } from './results.ts';
export {
  type ExperimentEnd,
  type ExperimentEvent,
  type ExperimentRequest,
  runExperiment,
} from './run-experiment.ts';
export { runTrial } from './run-trial.ts';
export { runTrials, type RunTrialsOptions, type TrialEvent } from './running/run-trials.ts';
export type { TrialReply, TrialRequest, WorkerInput } from './running/messages.ts';
export { serveTrials } from './running/serve-trials.ts';
export { shareData } from './running/share-data.ts';
export { parseShard, type Shard, shardOf, wholeShard } from './shard.ts';
export type { TrialContext, TrialData, TrialProgress } from './tasks/context.ts';
export type { EnsembleOutcome, EnsembleTask } from './tasks/ensemble.ts';
export type { GradientCheckOutcome, GradientCheckTask } from './tasks/gradient-check.ts';
export type { RateSweepOutcome, RateSweepTask } from './tasks/rate-sweep.ts';
export type { DataPart } from './tasks/samples.ts';
export type { SoftmaxLogisticOutcome, SoftmaxLogisticTask } from './tasks/softmax-logistic.ts';
export type { CrossEntropyOutcome, CrossEntropyTask } from './tasks/cross-entropy.ts';
export type { GradientsOutcome, GradientsTask } from './tasks/gradients.ts';
export type { OneWeightOutcome, OneWeightTask } from './tasks/one-weight.ts';
export type { SubNetworksOutcome, SubNetworksTask } from './tasks/sub-networks.ts';
export { kindOf, type Outcome, type Task } from './tasks/task.ts';
export type { EpochPoint, Measure, TrainOutcome, TrainTask } from './tasks/train.ts';
export { type Trial, trialId, withSeeds } from './trial.ts';
