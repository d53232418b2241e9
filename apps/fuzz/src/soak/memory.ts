import { type Dataset, loadDataset, take } from '@atelier/datasets';
import { createModel } from '@atelier/presets';
import { simdEngine } from '@atelier/simd';
import {
  earlyStopping,
  type Engine,
  fit,
  type Samples,
  terminateOnNaN,
  tfjsEngine,
  useWasmBackend,
} from '@atelier/training';
import { memory } from '@tensorflow/tfjs-core';

export interface SoakOptions {
  readonly engine: string;
  /** Training images. */
  readonly limit: number;
}

/** After the first ten epochs or runs, resident memory may grow by so much. */
const growth = 0.05;
const settling = 10;

/** One training of many epochs. */
export async function longRun({
  engine,
  limit,
  epochs,
}: SoakOptions & { epochs: number }): Promise<string[]> {
  const { train, test } = await data(limit);
  const meter = new Meter();
  await trainOnce(train, test, { engine: engineOf(engine), epochs, onEpoch: () => meter.read() });
  return meter.problems('epochs');
}

/** Many trainings, each of a model of its own. */
export async function manyRuns({ engine, limit, runs }: SoakOptions & { runs: number }): Promise<string[]> {
  const { train, test } = await data(limit);
  const meter = new Meter();
  for (let run = 0; run < runs; run++) {
    await trainOnce(train, test, { engine: engineOf(engine), epochs: 1, seed: run });
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
  await trainOnce(samples, test, { engine: engineOf(engine), epochs: 2 });
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

function engineOf(name: string): Engine {
  return name === 'tfjs' ? tfjsEngine() : simdEngine();
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
    callbacks: [terminateOnNaN(), earlyStopping({ patience: epochs }), { onEpochEnd: () => onEpoch?.() }],
    checkpoint: { every: 'epoch', save: () => {} },
  });
  model.dispose();
}

/** Reads memory and tensors again and again. */
class Meter {
  readonly #resident: number[] = [];
  readonly #tensors: number[] = [];

  read(): void {
    this.#resident.push(process.memoryUsage().rss);
    this.#tensors.push(memory().numTensors);
  }

  problems(unit: string): string[] {
    // What is collected seldom makes single readings jump: halves are compared by their medians.
    const after = this.#resident.slice(settling);
    const first = median(after.slice(0, settling));
    const last = median(after.slice(-settling));
    const tensors = new Set(this.#tensors);
    process.stdout.write(
      `${after.length + settling} ${unit}: ${mega(first)} MB after the first ${settling}, ${mega(last)} MB at the end, most ${mega(Math.max(...this.#resident))} MB; tensors ${[...tensors].join(', ')}\n`,
    );
    return [
      ...(last > first * (1 + growth) ? [`memory grew from ${mega(first)} to ${mega(last)} MB`] : []),
      ...(tensors.size > 1 ? [`the number of tensors changed: ${[...tensors].join(', ')}`] : []),
    ];
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function mega(bytes: number): number {
  return Math.round(bytes / 1e6);
}
