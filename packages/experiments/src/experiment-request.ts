import type { Worker } from 'node:worker_threads';
import { checkBoolean, checkFunction, checkObject, checkOptions, checkText, found } from '@atelier/checks';
import type { Experiment } from './experiment.ts';
import type { ExperimentDataset } from './folder/manifest.ts';
import { checkPlanOptions, type PlanOptions } from './plan-options.ts';
import { checkWorkers } from './running/check-workers.ts';
import type { TrialEvent } from './running/run-trials.ts';
import { checkShard, type Shard } from './shard.ts';
import type { Trial } from './trial.ts';

/** Events of a running experiment. */
export type ExperimentEvent =
  | TrialEvent
  /** Trials that are about to run, in order, and how many of the experiment's (of this shard's) are done already. */
  | {
      readonly type: 'plan';
      /** `work`: approximate cost of each, in multiplications. */
      readonly trials: readonly { readonly trial: Trial; readonly work: number }[];
      readonly done: number;
    }
  /** What an adaptive experiment decided from the results so far. */
  | { readonly type: 'decision'; readonly text: string }
  /** Something in the folder that is damaged, and was left out. */
  | { readonly type: 'notice'; readonly message: string };

/** What `runExperiment` runs, on what, and where to. */
export interface ExperimentRequest {
  readonly experiment: Experiment;
  readonly options: PlanOptions;
  readonly dataset: ExperimentDataset;
  /** The name of the engine that the workers use. */
  readonly engine: string;
  /**
   * Folder for the results, created if needed. An experiment that was started there continues. It belongs to one process at a
   * time; a folder that is only shown is not locked.
   */
  readonly folder: string;
  /** Takes the folder over from a process that cannot be checked. Default false. */
  readonly takeOver?: boolean;
  /** Default: all trials. */
  readonly shard?: Shard;
  /** Trials to run in parallel, from 1 to `planLimits.workers`. */
  readonly workers: number;
  /** Starts a thread whose file calls `serveTrials`, with the data (see `shareData`) as its `workerData`. */
  readonly startWorker: () => Worker;
  readonly onEvent?: (event: ExperimentEvent) => void;
  readonly signal?: AbortSignal;
}

const known: Readonly<Record<keyof ExperimentRequest, true>> = {
  experiment: true,
  options: true,
  dataset: true,
  engine: true,
  folder: true,
  takeOver: true,
  shard: true,
  workers: true,
  startWorker: true,
  onEvent: true,
  signal: true,
};

/**
 * Checks what `runExperiment` is asked for, before anything is read or made.
 *
 * @throws TypeError naming what is unknown or of a wrong type
 * @throws RangeError for a shard or a number of workers out of range
 * @throws ExperimentError for options of the experiment out of range
 */
export function checkRequest(request: ExperimentRequest): void {
  checkOptions('runExperiment', request, known);
  const { experiment, options, dataset, engine, folder, takeOver, shard } = request;
  const { workers, startWorker, onEvent, signal } = request;
  checkObject('experiment', experiment, 'name, plan and present');
  checkPlanOptions(options);
  checkObject('dataset', dataset, 'name and hashes');
  checkText('engine', engine, "an engine's name");
  checkText('folder', folder, 'a path');
  if (takeOver !== undefined) checkBoolean('takeOver', takeOver);
  if (shard !== undefined) checkShard(shard);
  checkWorkers(workers, startWorker);
  if (onEvent !== undefined) checkFunction('onEvent', onEvent);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`signal is an AbortSignal; found ${found(signal)}`);
  }
}
