export * from './browser.ts';
export { ExperimentError } from './error.ts';
export { type ExperimentDataset, type Manifest, manifestOf } from './folder/manifest.ts';
export { ResultFolder, resultFiles } from './folder/result-folder.ts';
export { mergeExperiments, type Merged, type MergeRequest } from './merge.ts';
export {
  type ExperimentEnd,
  type ExperimentEvent,
  type ExperimentRequest,
  runExperiment,
} from './run-experiment.ts';
export { runTrials, type RunTrialsOptions, type TrialEvent } from './running/run-trials.ts';
export type { TrialReply, TrialRequest, WorkerInput } from './running/messages.ts';
export { serveTrials } from './running/serve-trials.ts';
export { shareData } from './running/share-data.ts';
