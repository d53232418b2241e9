import { type Dataset, loadDataset, take } from '@atelier/datasets';
import { createModel } from '@atelier/presets';
import { earlyStopping, type Engine, fit, type Samples, useWasmBackend } from '@atelier/training';
import { memory } from '@tensorflow/tfjs-core';

export interface SoakOptions {
  readonly engine: Engine;
  /** Training images. */
  readonly limit: number;
}

/** Readings to skip before memory has settled: those of the first epochs or runs. */
const settling = 10;
const window = 9;
/** After that, resident memory may grow by this share, … */
const growth = 0.05;
/** … and fluctuate by this share, since uncollected garbage makes it rise and fall. */
const swing = 0.5;

/** One training of many epochs. */
export async function longRun({
  engine,
  limit,
  epochs,
}: SoakOptions & { epochs: number }): Promise<string[]> {
  const { train, test } = await data(limit);
  const meter = new Meter();
  await trainOnce(train, test, { engine, epochs, onEpoch: () => meter.read() });
  return meter.problems('epochs');
}

/** Many trainings, each with its own model. */
export async function manyRuns({ engine, limit, runs }: SoakOptions & { runs: number }): Promise<string[]> {
  const { train, test } = await data(limit);
  const meter = new Meter();
  for (let run = 0; run < runs; run++) {
    await trainOnce(train, test, { engine, epochs: 1, seed: run });
    meter.read();
  }
  return meter.problems('runs');
}

/** The training images ten times over, in an epoch each. */
export async function large({ engine, limit }: SoakOptions): Promise<string[]> {
  const { train, test } = await data(limit);
  const images = new Uint8Array(train.images.length * 10);
  const labels = new Uint8Array(train.count * 10);
  for (let copy = 0; copy < 10; copy++) {
    images.set(train.images, copy * train.images.length);
    labels.set(train.labels ?? [], copy * train.count);
  }
  const samples = { ...train, images, labels, count: train.count * 10 };
  const before = process.memoryUsage().rss;
  await trainOnce(samples, test, { engine, epochs: 2 });
  const peak = process.resourceUsage().maxRSS * 1024;
  const extra = (peak - before) / images.length;
  process.stdout.write(
    `large: ${samples.count} images of ${mega(images.length)} MB; ${mega(before)} MB before, ${mega(peak)} MB at most\n`,
  );
  // An engine may keep a copy of the pixels, and a list of those that are not 0.
  return extra > 4 ? [`training took ${extra.toFixed(1)} times the images' bytes`] : [];
}

async function data(limit: number): Promise<{ readonly train: Samples; readonly test: Samples }> {
  await useWasmBackend();
  const dataset: Dataset = await loadDataset('fashion-mnist');
  return { train: take(dataset.train, Math.min(limit, dataset.train.count)), test: dataset.test };
}

interface Training {
  readonly engine: Engine;
  readonly epochs: number;
  readonly seed?: number;
  readonly onEpoch?: () => void;
}

async function trainOnce(
  train: Samples,
  validation: Samples,
  { engine, epochs, seed = 0, onEpoch }: Training,
): Promise<void> {
  const { height, width, channels } = train;
  const model = createModel('mlp-32', { inputShape: [height, width, channels], classes: 10, seed });
  await fit(model, train, {
    epochs,
    loss: 'sparseCategoricalCrossentropy',
    validation,
    engine,
    seed,
    callbacks: [earlyStopping({ patience: epochs }), { onEpochEnd: () => onEpoch?.() }],
    checkpoint: { every: 'epoch', save: () => {} },
  });
  model.dispose();
}

/**
 * Reads memory and tensors repeatedly. No garbage collection is forced: that would also free what only a forced one
 * frees. Run the process with a small heap (`pnpm soak` sets one), since otherwise V8 lets the heap grow and shrink by
 * tens of megabytes of garbage before it collects.
 */
class Meter {
  readonly #resident: number[] = [];
  readonly #tensors: number[] = [];

  read(): void {
    this.#resident.push(process.memoryUsage().rss);
    this.#tensors.push(memory().numTensors);
  }

  problems(unit: string): string[] {
    const after = this.#resident.slice(settling);
    // A single reading depends on when garbage was last collected; the median of some does not.
    const medians = after.slice(window - 1).map((_, end) => median(after.slice(end, end + window)));
    const [first = Number.NaN] = medians;
    const [lowest, highest, most] = [Math.min(...medians), Math.max(...medians), Math.max(...after)];
    const tensors = new Set(this.#tensors);
    process.stdout.write(
      `${this.#resident.length} ${unit}: after the first ${settling}, medians of ${window} readings begin at ${mega(first)} MB, end at ${mega(medians.at(-1))} MB, and lie from ${mega(lowest)} to ${mega(highest)} MB; at most ${mega(most)} MB; tensors ${[...tensors].join(', ')}\n`,
    );
    return [
      ...(highest <= first * (1 + growth) ? [] : [`memory grew from ${mega(first)} to ${mega(highest)} MB`]),
      ...(most <= lowest * (1 + swing) ? [] : [`memory went from ${mega(lowest)} to ${mega(most)} MB`]),
      ...(tensors.size > 1 ? [`the number of tensors changed: ${[...tensors].join(', ')}`] : []),
    ];
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function mega(bytes = Number.NaN): number {
  return Math.round(bytes / 1e6);
}
