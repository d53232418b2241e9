export { appendWhole } from './folder/append-whole.ts';
export { CheckpointFolder } from './folder/checkpoint-folder.ts';
export { makeFolder } from './folder/make-folder.ts';
export { readModel, writeModel } from './folder/model-folder.ts';
export { isRecordLost, readRecord, writeRecord } from './folder/record-file.ts';
export { runFiles } from './folder/run-files.ts';
export { checkRunFolder, createRunFolder, reopenRunFolder } from './folder/run-folder.ts';
export { RunFolderError } from './folder/run-folder-error.ts';
export { reasonOf, WriteError } from './folder/write-error.ts';
export { removeUnfinished, writeWhole } from './folder/write-whole.ts';
export { FolderLock, type LockOptions } from './lease/folder-lock.ts';
export { isLockFile } from './lease/lock-file.ts';
export { oneLine } from './one-line.ts';
export type {
  DataHashes,
  DifferentPart,
  ModelHashes,
  RunDataset,
  RunEpoch,
  RunMetrics,
  RunRecord,
} from './record/index.ts';
export { differentPart } from './record/index.ts';
