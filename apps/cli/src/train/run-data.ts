import { listed } from '@atelier/checks';
import { type Dataset, measurePlacement, type Placement } from '@atelier/datasets';
import { prepare, type Prepared, type PrepareOptions, type Recipe } from '@atelier/presets';
import type { DataHashes, RunDataset } from '@atelier/runs';
import { type ModelFiles, serializeModel, useWeightStore } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { nameText } from '../terminal/text.ts';
import { loadData } from '../load-data.ts';
import { describeSource, hashesOf } from '../source.ts';
import type { Stopwatch } from '../stopwatch.ts';
import type { GivenModel } from './given-model.ts';
import type { Reporter } from '../terminal/events.ts';

/** A run's model and data. The training samples can be taken once: keeping them would need 47 MB more at the end. */
export class RunData {
  /** As `run.json` records it. */
  readonly dataset: RunDataset;
  readonly hashes: DataHashes;
  readonly model: LayersModel;
  /** How the training pictures lie in their frames, and what they look like. */
  readonly placement: Placement;
  readonly test: Prepared['test'];
  /** The files of the model as it starts, if it was given. */
  readonly start: ModelFiles | undefined;
  #training: Pick<Prepared, 'train' | 'options'> | undefined;

  constructor(
    dataset: RunDataset,
    hashes: DataHashes,
    placement: Placement,
    { model, test, ...training }: Prepared,
    start: ModelFiles | undefined,
  ) {
    const { appearance: _, ...lie } = placement;
    this.dataset = { ...dataset, placement: lie };
    this.placement = placement;
    this.hashes = hashes;
    this.model = model;
    this.test = test;
    this.start = start;
    this.#training = training;
  }

  /** The training samples, and the options for `fit`. Ownership passes to the caller. */
  takeTraining(): Pick<Prepared, 'train' | 'options'> {
    const training = this.#training;
    if (!training) throw new Error('The training samples have already been taken');
    this.#training = undefined;
    return training;
  }
}

/** What a run begins with. */
interface RunStart extends Pick<PrepareOptions, 'resume' | 'normMomentum'> {
  /** The model to train, in place of a new one. */
  readonly given: GivenModel | undefined;
}

/** Loads the data that a recipe names, and prepares its run. */
export async function loadRunData(
  recipe: Recipe,
  { given, resume, normMomentum }: RunStart,
  reporter: Reporter,
  signal: AbortSignal,
  stopwatch: Stopwatch,
): Promise<RunData> {
  const dataset = await loadData(recipe, {
    signal,
    onEvent: (event) => reporter.report(event),
  });
  const hashes = await hashesOf(dataset);
  stopwatch.lap('data');
  await useWeightStore();
  const onNotice = (message: string): void => reporter.report({ type: 'notice', message });
  const model = await given?.start(recipe, dataset, { normMomentum, onNotice });
  const prepared = prepare(recipe, dataset, { model, resume, normMomentum });
  const record = recordOf(dataset, hashes, prepared);
  const unseen = unseenClasses(dataset, prepared);
  if (unseen !== undefined) onNotice(unseen);
  const { name, source, counts } = record;
  const onTest = prepared.options.validation === prepared.test;
  reporter.report({
    type: 'dataset',
    name,
    source,
    ...counts,
    validation: onTest ? 0 : counts.validation,
    onTest,
  });
  const placement = measurePlacement(prepared.train, dataset.classNames.length, { seed: recipe.seed });
  const start = given && (await serializeModel(prepared.model));
  return new RunData(record, hashes, placement, prepared, start);
}

/** Says which classes have training images, but none among those that the recipe trains on. */
function unseenClasses({ classNames, train }: Dataset, prepared: Prepared): string | undefined {
  const [loaded, trained] = [new Set(train.labels), new Set(prepared.train.labels)];
  const names = classNames.filter((_, label) => loaded.has(label) && !trained.has(label));
  if (names.length === 0) return undefined;
  const shown = names.map((name) => nameText(name));
  const classes = names.length === 1 ? 'this class' : 'these classes';
  return `There is no image of ${listed(shown, mostNamed)} among those that are trained on (${prepared.train.count}): ${classes} can’t be learnt`;
}

/** The most classes that a line names. */
const mostNamed = 5;

function recordOf(dataset: Dataset, hashes: DataHashes, { train, test, options }: Prepared): RunDataset {
  return {
    name: dataset.name,
    classNames: [...dataset.classNames],
    shape: [test.height, test.width, test.channels],
    counts: { train: train.count, validation: options.validation?.count ?? 0, test: test.count },
    source: describeSource(dataset),
    hashes: { ...hashes.content },
  };
}
