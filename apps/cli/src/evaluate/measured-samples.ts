import { isDeepStrictEqual } from 'node:util';
import { contentHash, type Dataset, fileNames, type LabelledImages, type TestSet } from '@atelier/datasets';
import { setAside } from '@atelier/presets';
import type { RunRecord } from '@atelier/runs';
import { UsageError } from '../errors.ts';
import {
  type DataChoice,
  dataLocation,
  loadDataBeside,
  loadTestSetBeside,
  missingData,
} from '../load-data.ts';
import type { OpenedClassifier } from '../open-model.ts';
import type { OpenedRun } from '../open-run.ts';
import { describeSource, fileHashes } from '../source.ts';
import { grouped } from '../terminal/format.ts';
import { stderr } from '../terminal/output.ts';
import { mapLabels, type MappedSamples } from './map-labels.ts';

/** The parts of data that a model can be measured on. */
export const samplesParts = ['test', 'train', 'validation'] as const;

/** A part of data. */
export type SamplesPart = (typeof samplesParts)[number];

/** What a run did with each, and the files of it whose hashes earlier versions recorded. */
const runsParts: Readonly<
  Record<SamplesPart, { readonly kind: string; readonly done: string; readonly files: readonly string[] }>
> = {
  test: { kind: 'test', done: 'tested', files: [fileNames.testImages, fileNames.testLabels] },
  train: { kind: 'training', done: 'trained', files: [fileNames.trainImages, fileNames.trainLabels] },
  validation: { kind: 'validation', done: 'validated', files: [] },
};

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
 * tested on, of other data theirs. Says where they are not those that the run recorded, where the validation images are the test images,
 * and where another run was tested on others.
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
  const explain = (error: unknown): never => {
    throw own ? missingData(error, own.path, choice) : error;
  };
  if (on === 'test') {
    if (own) for (const run of runs) sayIfOther(own, run);
    const dataset = await loadTestSetBeside(choice).catch(explain);
    // Nobody set a part of other data aside: there is nothing to leave out.
    const all = data === undefined ? undefined : dataset.whole;
    return { samples: await checkedSamples(model, dataset, dataset.test, { all }), areTest: true };
  }
  const dataset = await loadDataBeside(choice).catch(explain);
  const partOf = ({ record }: OpenedRun): LabelledImages | undefined => setAside(record.config, dataset)[on];
  const part = own ? partOf(own) : dataset[on];
  const samples = await checkedSamples(model, dataset, part, { on });
  const hasOther = ({ record }: OpenedRun, run: OpenedRun): boolean =>
    differIn('train', record, run.record) ||
    differIn('validation', record, run.record) ||
    !areSame(part, partOf(run));
  const other = own && runs.find((run) => hasOther(own, run));
  if (other) {
    throw new UsageError(
      `${other.path} was not ${runsParts[on].done} on the images of ${model.path}; --on test measures both on the same`,
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
 * A part of data with labels of the model's classes. Says where what it is made of is not what the run had.
 *
 * @throws UsageError when the images' shape differs from the model's, it does not know a class, or there is no such part
 */
async function checkedSamples(
  model: Opened,
  dataset: LoadedParts,
  part: LabelledImages | undefined,
  { on = 'test', all }: PartChoice,
): Promise<LabelledImages> {
  const { name, classNames: theirs, test } = dataset;
  const { classNames: ours } = model;
  const shape = [test.height, test.width, test.channels].join('x');
  const known = model.shape.join('x');
  if (shape !== known)
    throw new UsageError(`The model was trained on images of ${known}; ${name} has ${shape}`);
  if (!part) throw new UsageError(`There are no ${on} images of their own; --on takes test or train`);
  const byName: Relabel = (images) => mapLabels(images, theirs, ours);
  const measured = (): LabelledImages => {
    if (!all) return part;
    stderr.write(`${name} has no test part: its ${grouped(all.count)} training images are all measured\n`);
    return all;
  };
  if (!('record' in model)) return said(name, byName(measured()));
  const differs = async (each: SamplesPart, relabel: Relabel): Promise<boolean> =>
    differsFrom(model, dataset, each, relabel);
  // The run's own data, to whose classes its user gave other names, are known by their content.
  const isOwn = theirs.length === ours.length && !(await differs('test', asTheyAre));
  const relabel = isOwn ? asTheyAre : byName;
  const isOther = !isOwn && (await differs('test', relabel));
  const mapped = relabel(isOther ? measured() : part);
  let areSaid = false;
  for (const each of on === 'test' ? (['test'] as const) : samplesParts) {
    if (!(each === 'test' ? isOther : await differs(each, relabel))) continue;
    if (!areSaid) said(name, mapped);
    areSaid = true;
    const { kind, done } = runsParts[each];
    stderr.write(
      `The ${kind} images of ${name} (${describeSource(dataset)}) are not those that the run was ${done} on: their content differs\n`,
    );
  }
  return mapped.samples;
}

interface PartChoice {
  readonly on?: SamplesPart;
  /** Measured in place of a part that is not the run's. */
  readonly all?: LabelledImages | undefined;
}

/** A data set of which perhaps only the test images were loaded. */
type LoadedParts = TestSet & Partial<Pick<Dataset, 'train' | 'validation'>>;

/** Gives images the labels of a model. */
type Relabel = (images: LabelledImages) => MappedSamples;

const asTheyAre: Relabel = (samples) => ({ samples });

/** Samples, after the user is told what was done to their labels. */
function said(name: string, { samples, note }: MappedSamples): LabelledImages {
  if (note !== undefined) stderr.write(`${name}: ${note}\n`);
  return samples;
}

/** Whether a part differs from the run's; earlier versions recorded the hashes of its files. */
async function differsFrom(
  { record: { dataset: recorded }, classNames }: OpenedRun,
  dataset: LoadedParts,
  part: SamplesPart,
  relabel: Relabel,
): Promise<boolean> {
  const { hashes } = recorded;
  if (hashes['test'] !== undefined) {
    const images = dataset[part];
    return hashes[part] !== (images && (await contentHash(relabel(images).samples, classNames)));
  }
  const found = fileHashes(dataset);
  return runsParts[part].files.some((name) => hashes[name] !== undefined && hashes[name] !== found[name]);
}
