import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { barFigure } from '@atelier/plotting';
import type { Experiment } from '../src/experiment.ts';
import type { PlanOptions } from '../src/plan-options.ts';
import { trainTask } from '../src/experiments/train-task.ts';
import type { ExperimentDataset } from '../src/folder/manifest.ts';
import type { ExperimentRequest } from '../src/experiment-request.ts';
import { type ExperimentEnd, runExperiment } from '../src/run-experiment.ts';
import type { TrainTrial } from '../src/experiments/condition.ts';

export const planOptions: PlanOptions = { epochs: 1, seeds: 1, limit: 60, inputs: 30, classes: 3 };

export const scriptedDataset: ExperimentDataset = {
  name: 'scripted',
  hashes: { content: { train: 'a1', test: 'b2' }, files: { 'train-images': 'c3', 'train-labels': 'd4' } },
};

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'atelier-experiments-'));
}

export function trialOf(units: number, seed = 0): TrainTrial {
  return { label: `${units} units, seed ${seed}`, task: trainTask(planOptions, { hidden: [units] }), seed };
}

/** Threads that answer by script (see `fixtures/scripted-worker.js`). */
export function scriptedWorker(folder: string): () => Worker {
  const file = new URL('fixtures/scripted-worker.js', import.meta.url);
  return () => new Worker(file, { workerData: { folder }, execArgv: [] });
}

/** An experiment of some networks that differ in their units. */
export function scriptedExperiment(units: readonly number[], name = 'scripted'): Experiment {
  return {
    name,
    question: 'Does it run?',
    summary: 'trials by script',
    defaults: { epochs: 1, seeds: 1 },
    plan: ({ seeds }) =>
      units.flatMap((each) => Array.from({ length: seeds }, (_, seed) => trialOf(each, seed))),
    present: (_, results) => ({
      figures: {
        units: barFigure({
          title: 'Units',
          categories: units.map(String),
          series: [
            {
              name: 'accuracy',
              values: units.map((each) => results.outcome<'train'>(trialOf(each)).test.accuracy),
            },
          ],
          value: { label: 'accuracy' },
        }),
      },
      table: { columns: [{ label: 'units', numeric: true }], rows: units.map((each) => [each]) },
      reading: ['It runs.'],
    }),
  };
}

/** Runs an experiment on scripted workers. */
export function runScripted(
  experiment: Experiment,
  folder: string,
  difference: Partial<ExperimentRequest> = {},
): Promise<ExperimentEnd> {
  return runExperiment({
    experiment,
    options: planOptions,
    dataset: scriptedDataset,
    engine: 'scripted',
    folder,
    workers: 2,
    startWorker: scriptedWorker(temporaryFolder()),
    ...difference,
  });
}
