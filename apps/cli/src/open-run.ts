import { modelMetadata, readModel, readRecord, type RunRecord } from '@atelier/runs';
import { UsageError } from './errors.ts';
import { isPlainModel, type ModelOptions, type OpenedClassifier, openPlainModel } from './open-model.ts';
import { stderr } from './terminal/output.ts';
import { runFolderPath, runPath } from './run-path.ts';

/** A run that was trained before. */
export interface OpenedRun extends OpenedClassifier {
  readonly record: RunRecord;
}

/**
 * Opens a run folder, or a model outside of one.
 *
 * @param typed a path as the user typed it
 * @throws UsageError for a run with options that are those of models outside of runs
 */
export function openClassifier(typed: string, options: ModelOptions): OpenedClassifier | OpenedRun {
  const path = runPath(typed);
  if (isPlainModel(path)) return openPlainModel(path, options);
  const { classNames, pixels } = options;
  if (classNames ?? pixels) {
    throw new UsageError(
      `--${pixels ? 'pixels' : 'class-names'} belongs to a model.json; ${path} is a run, which says it itself`,
    );
  }
  return openRun(typed);
}

/**
 * Opens a run folder.
 *
 * @param typed the folder as the user typed it
 */
export function openRun(typed: string): OpenedRun {
  const path = runFolderPath(typed);
  const record = readRecord(path);
  if (record.model === undefined) {
    stderr.write(
      `${path} is a run of an earlier version, without hashes of its model: its files are not checked\n`,
    );
  }
  const model = readModel(path, record.model);
  const { config, dataset } = record;
  return {
    path,
    record,
    model,
    shape: dataset.shape,
    classNames: dataset.classNames,
    placement: modelMetadata(model.metadata).placement,
    loss: config.loss,
    labelSmoothing: config.labelSmoothing,
  };
}
