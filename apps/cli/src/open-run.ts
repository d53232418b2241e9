import { contentHash, fileNames, type LabelledImages, type TestSet } from '@atelier/datasets';
import { setAside } from '@atelier/presets';
import { modelMetadata, readModel, readRecord, type RunRecord } from '@atelier/runs';
import { mapLabels } from './evaluate/map-labels.ts';
import { UsageError } from './errors.ts';
import { isPlainModel, type ModelOptions, type OpenedClassifier, openPlainModel } from './open-model.ts';
import { type DataChoice, dataLocation, loadDataBeside, loadTestSetBeside } from './load-data.ts';
import { stderr } from './terminal/output.ts';
import { userPath } from './paths.ts';
import { describeSource, fileHashes } from './source.ts';

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
  const path = userPath(typed);
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
  const path = userPath(typed);
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

/** The parts of data that a model can be measured on. */
export const samplesParts = ['test', 'train', 'validation'] as const;

/** A part of data. */
export type SamplesPart = (typeof samplesParts)[number];

/** Which samples a run is measured on. */
export interface SamplesChoice {
  /** Replaces the data set that the run was trained on. */
  readonly data?: string | undefined;
  readonly on: SamplesPart;
}

/** What a model is measured on. */
export interface MeasuredSamples {
  readonly samples: LabelledImages;
  /** Whether they are the test images: those of the validation of many runs are. */
  readonly areTest: boolean;
}

/** The test samples that a model is measured on; see {@link samplesOf}. */
export async function testSamples(
  model: OpenedClassifier | OpenedRun,
  data: string | undefined,
): Promise<LabelledImages> {
  return (await samplesOf(model, { data, on: 'test' })).samples;
}

/**
 * Samples that a model is measured on, with labels of its classes: of its run's own data the parts that it trained, validated and tested
 * on, of other data theirs. Says where the validation images are the test images.
 *
 * @throws UsageError when the images' shape differs from the model's, it does not know a class, or there is no such part
 */
export async function samplesOf(
  model: OpenedClassifier | OpenedRun,
  { data, on }: SamplesChoice,
): Promise<MeasuredSamples> {
  const choice = dataChoice(model, data);
  const own = data === undefined && 'record' in model ? model.record : undefined;
  if (on === 'test') {
    const dataset = await loadTestSetBeside(choice);
    return { samples: await checkedSamples(model, dataset, dataset.test), areTest: true };
  }
  const dataset = await loadDataBeside(choice);
  const part = (own ? setAside(own.config, dataset) : dataset)[on];
  const samples = await checkedSamples(model, dataset, part, on);
  const areTest = part === dataset.test;
  if (areTest) stderr.write('The validation images of this run are its test images\n');
  return { samples, areTest };
}

/** @throws UsageError for a model without data of its own, if none are given */
function dataChoice(model: OpenedClassifier | OpenedRun, data: string | undefined): DataChoice {
  const [height, width, channels] = model.shape;
  if (data !== undefined) return { data: dataLocation(data), size: [height, width], channels };
  if ('record' in model) return model.record.config;
  throw new UsageError(`${model.path} is not a run, and has no data of its own; --data says which`);
}

/**
 * A part of data with labels of the model's classes. Says where its test images are not those that the run was tested on.
 *
 * @throws UsageError when the images' shape differs from the model's, it does not know a class, or there is no such part
 */
async function checkedSamples(
  model: OpenedClassifier | OpenedRun,
  dataset: TestSet,
  part: LabelledImages | undefined,
  on: SamplesPart = 'test',
): Promise<LabelledImages> {
  const { name, classNames, test } = dataset;
  const shape = [test.height, test.width, test.channels].join('x');
  const known = model.shape.join('x');
  if (shape !== known)
    throw new UsageError(`The model was trained on images of ${known}; ${name} has ${shape}`);
  if (!part) throw new UsageError(`There are no ${on} images of their own; --on takes test or train`);
  const { samples, note } = mapLabels(part, classNames, model.classNames);
  if (note !== undefined) stderr.write(`${name}: ${note}\n`);
  if ('record' in model && (await differsFrom(model.record, dataset))) {
    stderr.write(
      `The test images of ${name} (${describeSource(dataset)}) are not those that the run was tested on: their content differs\n`,
    );
  }
  return samples;
}

/** Whether a data set's test images differ from the run's; earlier versions recorded the hashes of their files. */
async function differsFrom({ dataset: { hashes } }: RunRecord, dataset: TestSet): Promise<boolean> {
  if (hashes['test'] !== undefined) {
    return hashes['test'] !== (await contentHash(dataset.test, dataset.classNames));
  }
  const found = fileHashes(dataset);
  const names = [fileNames.testImages, fileNames.testLabels];
  return names.some((name) => hashes[name] !== undefined && hashes[name] !== found[name]);
}
