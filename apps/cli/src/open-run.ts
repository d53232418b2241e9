import { contentHash, type Dataset, fileNames } from '@atelier/datasets';
import { readModel, readRecord, type RunRecord } from '@atelier/runs';
import type { OpenedModel, Samples } from '@atelier/training';
import { UsageError } from './errors.ts';
import { dataLocation, loadDataBeside } from './load-data.ts';
import { stderr } from './terminal/output.ts';
import { userPath } from './paths.ts';
import { describeSource, fileHashes } from './source.ts';

/** A run that was trained before. */
export interface OpenedRun {
  readonly path: string;
  readonly record: RunRecord;
  readonly model: OpenedModel;
}

/**
 * Opens a run folder.
 *
 * @param typed the folder as the user typed it
 */
export function openRun(typed: string): OpenedRun {
  const path = userPath(typed);
  const record = readRecord(path);
  if (record.model === undefined) {
    stderr.write(
      `${path} is a run of an earlier version, without hashes of its model: its files are not checked\n`,
    );
  }
  return { path, record, model: readModel(path, record.model) };
}

/**
 * The test samples that a run is measured on.
 *
 * @param data replaces the data set that the run was trained on
 * @throws UsageError when its image shape or classes differ from the model's
 */
export async function testSamples(
  { record }: OpenedRun,
  data: string | undefined,
): Promise<{ readonly dataset: Dataset; readonly samples: Samples }> {
  const [height, width, channels] = record.dataset.shape;
  const dataset = await loadDataBeside(
    data === undefined ? record.config : { data: dataLocation(data), size: [height, width], channels },
  );
  const { test } = dataset;
  const shape = [test.height, test.width, test.channels].join('x');
  const known = record.dataset.shape.join('x');
  if (shape !== known)
    throw new UsageError(`The run was trained on images of ${known}; ${dataset.name} has ${shape}`);
  const classes = record.dataset.classNames.length;
  if (dataset.classNames.length > classes) {
    throw new UsageError(`The run has ${classes} classes; ${dataset.name} has ${dataset.classNames.length}`);
  }
  if (await differsFrom(record, dataset)) {
    stderr.write(
      `The test images of ${dataset.name} (${describeSource(dataset)}) are not those that the run was tested on: their content differs\n`,
    );
  }
  return { dataset, samples: test };
}

/** Whether a data set's test images differ from the run's; earlier versions recorded the hashes of their files. */
async function differsFrom({ dataset: { hashes } }: RunRecord, dataset: Dataset): Promise<boolean> {
  if (hashes['test'] !== undefined) {
    return hashes['test'] !== (await contentHash(dataset.test, dataset.classNames));
  }
  const found = fileHashes(dataset);
  const names = [fileNames.testImages, fileNames.testLabels];
  return names.some((name) => hashes[name] !== undefined && hashes[name] !== found[name]);
}
