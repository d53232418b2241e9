export { exampleRecord } from './example-record.ts';
export { modelMetadata, type ModelMetadata } from './model-metadata.ts';
export { type DataHashes, differentPart, type DifferentPart } from './data-hashes.ts';
export {
  type ModelHashes,
  type RunDataset,
  type RunEpoch,
  type RunCalibration,
  type RunMetrics,
  type RunRecord,
  runSchema,
} from './run-record.ts';
export { mostRuns, planSchema, type RunPlan, type SeveralRuns } from './run-plan.ts';
