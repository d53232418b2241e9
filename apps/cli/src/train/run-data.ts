import { type Dataset, fold, type LabelledImages, split, take } from '@atelier/datasets';
import type { DataHashes, RunConfig, RunDataset } from '@atelier/runs';
import type { Samples } from '@atelier/training';
import { loadData } from '../load-data.ts';
import { describeSource, hashesOf } from '../source.ts';
import type { Reporter } from '../terminal/events.ts';

/** What a run trains on and is validated on. */
export interface TrainingData {
  readonly train: Samples;
  readonly validation: Samples | undefined;
}

/** A run's data. The training samples are handed over once: a run that held on to them would need 47 MB more at its end. */
export class RunData {
  /** As `run.json` records it. */
  readonly dataset: RunDataset;
  readonly hashes: DataHashes;
  readonly test: Samples & Pick<Dataset['test'], 'labels'>;
  #training: TrainingData | undefined;

  constructor(dataset: RunDataset, hashes: DataHashes, test: RunData['test'], training: TrainingData) {
    this.dataset = dataset;
    this.hashes = hashes;
    this.test = test;
    this.#training = training;
  }

  /** The training samples. They are the caller's from here on. */
  takeTraining(): TrainingData {
    const training = this.#training;
    if (!training) throw new Error('The training samples were taken before');
    this.#training = undefined;
    return training;
  }
}

/** Loads what a configuration names, and cuts it as the configuration says. */
export async function loadRunData(
  config: RunConfig,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<RunData> {
  const dataset = await loadData(config.data, {
    signal,
    onNotice: (message) => reporter.report({ type: 'notice', message }),
    onFetch: (update) => reporter.report({ type: 'fetch', ...update }),
  });
  const { name, classNames, train: all, test } = dataset;
  const hashes = await hashesOf(dataset);
  const limited = config.limit === null ? all : take(all, Math.min(config.limit, all.count));
  const { train, validation } = setAside(limited, test, config);
  const counts = { train: train.count, validation: validation?.count ?? 0, test: test.count };
  const source = describeSource(dataset);
  reporter.report({
    type: 'dataset',
    name,
    source,
    ...counts,
    validation: config.validation === 'test' ? 0 : counts.validation,
  });
  return new RunData(
    {
      name,
      classNames: [...classNames],
      shape: [test.height, test.width, test.channels],
      counts,
      source,
      hashes: { ...hashes.content },
    },
    hashes,
    test,
    { train, validation },
  );
}

/** The images learnt from and those validated on. */
function setAside(
  limited: LabelledImages,
  test: LabelledImages,
  { validation, seed }: RunConfig,
): { readonly train: LabelledImages; readonly validation: LabelledImages | undefined } {
  if (validation === 'none') return { train: limited, validation: undefined };
  if (validation === 'test') return { train: limited, validation: test };
  if (typeof validation === 'number') return split(limited, validation, { seed });
  return fold(limited, validation, { seed });
}
