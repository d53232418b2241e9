import { Worker } from 'node:worker_threads';
import {
  checkSearch,
  type Experiment,
  ExperimentError,
  runExperiment,
  type Shard,
  shareData,
  type WorkerInput,
} from '@atelier/experiments';
import { WriteError } from '@atelier/runs';
import { exitCodes, UsageError } from '../errors.ts';
import { InterruptionWatch } from '../interruption.ts';
import { type DataChoice, loadData } from '../load-data.ts';
import { hashesOf } from '../source.ts';
import type { ExperimentReporter } from './events.ts';

export interface ExperimentRun extends DataChoice {
  readonly experiment: Experiment;
  readonly epochs: number;
  readonly seeds: number;
  /** So many training images: the first ones, of one's own data random ones; default all. */
  readonly limit: number | undefined;
  readonly workers: number;
  readonly shard: Shard;
  /** An absolute path. */
  readonly folder: string;
  /** Takes the folder over from a process that cannot be checked. */
  readonly takeOver: boolean;
  readonly reporter: ExperimentReporter;
}

/** Runs an experiment from the data to its report, and returns the program's exit code. */
export async function runExperimentCommand(run: ExperimentRun): Promise<number> {
  const { experiment, epochs, seeds, workers, shard, folder, reporter } = run;
  const begin = performance.now();
  const interruption = new InterruptionWatch();
  try {
    const dataset = await loadData(run, {
      signal: interruption.signal,
      onEvent: (event) => reporter.report(event),
    });
    const { train } = dataset;
    const { search } = experiment;
    if (search) {
      const inputShape = [train.height, train.width, train.channels] as const;
      const { classNames } = dataset;
      await asUsage(() => checkSearch(search, { inputShape, classes: classNames.length, classNames }));
    }
    const hashes = await hashesOf(dataset);
    let begun = false;
    const data = shareData({ ...dataset, source: search ? undefined : dataset.source });
    const end = await asUsage(() =>
      runExperiment({
        experiment,
        options: {
          epochs,
          seeds,
          limit: Math.min(run.limit ?? train.count, train.count),
          inputs: train.height * train.width * train.channels,
          classes: dataset.classNames.length,
        },
        dataset: { name: dataset.name, hashes, mixed: data.mixed },
        engine: 'simd',
        folder,
        takeOver: run.takeOver,
        shard,
        workers,
        startWorker: () =>
          new Worker(new URL('./worker.js', import.meta.url), { workerData: { data } satisfies WorkerInput }),
        onEvent: (event) => {
          // Not before the request is known to be valid.
          if (!begun)
            reporter.report({
              type: 'start',
              experiment: experiment.name,
              question: experiment.question,
              folder,
              workers,
            });
          begun = true;
          reporter.report(event);
        },
        signal: interruption.signal,
      }),
    );
    reporter.report({
      type: 'end',
      status: end.status,
      missing: end.missing.map(({ label }) => label),
      failed: end.failed.map(({ label }) => label),
      seconds: (performance.now() - begin) / 1000,
      reading: end.presentation?.reading ?? [],
      table: end.presentation?.table,
      folder,
      files: end.files,
    });
    return interruption.exitCode ?? (end.failed.length > 0 ? exitCodes.failure : exitCodes.success);
  } catch (error) {
    // Report a full disk even after Ctrl-C.
    if (!(error instanceof WriteError)) interruption.throwIfInterrupted();
    throw error;
  } finally {
    reporter.clear();
    interruption.stop();
  }
}

/** A request that cannot be met is a usage error. */
export async function asUsage<Result>(ask: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ExperimentError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
