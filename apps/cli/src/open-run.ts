import type { Dataset } from '@atelier/datasets';
import { readModel, readRecord, type RunRecord } from '@atelier/runs';
import { type Samples, useWasmBackend } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UsageError } from './errors.ts';
import { dataLocation, loadDataBeside } from './load-data.ts';
import { userPath } from './paths.ts';

/** A run that was trained before. */
export interface OpenedRun {
  readonly path: string;
  readonly record: RunRecord;
  readonly model: LayersModel;
}

/**
 * Opens a run folder.
 *
 * @param typed the folder as the user typed it
 */
export async function openRun(typed: string): Promise<OpenedRun> {
  const path = userPath(typed);
  const record = readRecord(path);
  await useWasmBackend();
  return { path, record, model: await readModel(path) };
}

/**
 * The test samples that a run is measured on.
 *
 * @param data replaces the data set that the run was trained on
 * @throws UsageError when its images or classes are not those that the model knows
 */
export async function testSamples(
  { record }: OpenedRun,
  data: string | undefined,
): Promise<{ readonly dataset: Dataset; readonly samples: Samples }> {
  const dataset = await loadDataBeside(data === undefined ? record.config.data : dataLocation(data));
  const { test } = dataset;
  const shape = [test.height, test.width, test.channels].join('x');
  const known = record.dataset.shape.join('x');
  if (shape !== known)
    throw new UsageError(`The run was trained on images of ${known}; ${dataset.name} has ${shape}`);
  const classes = record.dataset.classNames.length;
  if (dataset.classNames.length > classes) {
    throw new UsageError(
      `The run knows ${classes} classes; ${dataset.name} has ${dataset.classNames.length}`,
    );
  }
  return { dataset, samples: test };
}
