export { appendWhole } from './folder/append-whole.ts';
export { CheckpointFolder } from './folder/checkpoint-folder.ts';
export { isTrace } from './folder/is-trace.ts';
export { makeFolder } from './folder/make-folder.ts';
export { isModelFile, readModelFile } from './folder/model-file.ts';
export { readModel, writeModel } from './folder/model-folder.ts';
export { readPlan, writePlan } from './folder/plan-file.ts';
export { readJson } from './folder/read-json.ts';
export { isRecordLost, readRecord, writeRecord } from './folder/record-file.ts';
export { planFile, runFiles, summaryFiles } from './folder/run-files.ts';
export { checkRunFolder, createRunFolder, isBegun, reopenRunFolder } from './folder/run-folder.ts';
export { RunFolderError } from './folder/run-folder-error.ts';
export { reasonOf, WriteError } from './folder/write-error.ts';
export { checkNoLinks } from './folder/own-files.ts';
export { removeAbandoned, removeUnfinished, writeWhole } from './folder/write-whole.ts';
export { FolderLock, type LockOptions } from './lease/folder-lock.ts';
export { isInUse } from './lease/is-in-use.ts';
export type {
  DataHashes,
  DifferentPart,
  ModelHashes,
  ModelMetadata,
  RunDataset,
  RunEpoch,
  RunCalibration,
  RunMetrics,
  RunPlan,
  RunRecord,
  SeveralRuns,
} from './record/index.ts';
export { differentPart, modelMetadata, mostRuns } from './record/index.ts';
