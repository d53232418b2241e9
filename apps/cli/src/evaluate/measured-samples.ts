import { isDeepStrictEqual } from 'node:util';
import { contentHash, fileNames, type LabelledImages, type TestSet } from '@atelier/datasets';
import { setAside } from '@atelier/presets';
import type { RunRecord } from '@atelier/runs';
import { UsageError } from '../errors.ts';
import { type DataChoice, dataLocation, loadDataBeside, loadTestSetBeside } from '../load-data.ts';
import type { OpenedClassifier } from '../open-model.ts';
import type { OpenedRun } from '../open-run.ts';
import { describeSource, fileHashes } from '../source.ts';
import { stderr } from '../terminal/output.ts';
import { mapLabels } from './map-labels.ts';

/** The parts of data that a model can be measured on. */
export const samplesParts = ['test', 'train', 'validation'] as const;

/** A part of data. */
export type SamplesPart = (typeof samplesParts)[number];

/** What a run did with each. */
const pastOf = { train: 'trained', validation: 'validated' } as const;

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

/** A model of a run, or of a file. */
type Opened = OpenedClassifier | OpenedRun;

type Models = readonly [Opened, ...Opened[]];

/** The test samples that models are measured on; see {@link samplesOf}. */
export async function testSamples(models: Models, data: string | undefined): Promise<LabelledImages> {
  return (await samplesOf(models, { data, on: 'test' })).samples;
}

/**
 * Samples that models are measured on, with labels of their classes: of the first run's own data the parts that it trained, validated and
 * tested on, of other data theirs. Says where the validation images are the test images, and where another run was tested on others.
 *
 * @throws UsageError when the images' shape differs from the model's, it does not know a class, there is no such part, or another run
 *   has other images there
 */
export async function samplesOf(
  [model, ...others]: Models,
  { data, on }: SamplesChoice,
): Promise<MeasuredSamples> {
  const choice = dataChoice(model, data);
  const own = data === undefined && 'record' in model ? model : undefined;
  const runs = others.filter((other) => 'record' in other);
  if (on === 'test') {
    if (own) for (const run of runs) sayIfOther(own, run);
    const dataset = await loadTestSetBeside(choice);
    return { samples: await checkedSamples(model, dataset, dataset.test), areTest: true };
  }
  const dataset = await loadDataBeside(choice);
  const partOf = ({ record }: OpenedRun): LabelledImages | undefined => setAside(record.config, dataset)[on];
  const part = own ? partOf(own) : dataset[on];
  const samples = await checkedSamples(model, dataset, part, on);
  const hasOther = ({ record }: OpenedRun, run: OpenedRun): boolean =>
    differIn('train', record, run.record) ||
    differIn('validation', record, run.record) ||
    !areSame(part, partOf(run));
  const other = own && runs.find((run) => hasOther(own, run));
  if (other) {
    throw new UsageError(
      `${other.path} was not ${pastOf[on]} on the images of ${model.path}; --on test measures both on the same`,
    );
  }
  const areTest = part === dataset.test;
  if (areTest) stderr.write('The validation images of this run are its test images\n');
  return { samples, areTest };
}

/** Says where a run was tested on other images, as far as both recorded them. */
function sayIfOther({ path, record }: OpenedRun, other: OpenedRun): void {
  if (!differIn('test', record, other.record)) return;
  stderr.write(`${other.path} was tested on other images; both are measured on those of ${path}\n`);
}

/** Whether two runs recorded other images of a part. */
function differIn(part: SamplesPart, { dataset }: RunRecord, { dataset: other }: RunRecord): boolean {
  const [hash, otherHash] = [dataset.hashes[part], other.hashes[part]];
  return hash !== undefined && otherHash !== undefined && hash !== otherHash;
}

function areSame(images: LabelledImages | undefined, others: LabelledImages | undefined): boolean {
  if (!images || !others) return images === others;
  return (
    Buffer.compare(images.images, others.images) === 0 && isDeepStrictEqual(images.labels, others.labels)
  );
}

/** @throws UsageError for a model without data of its own, if none are given */
function dataChoice(model: Opened, data: string | undefined): DataChoice {
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
  model: Opened,
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
