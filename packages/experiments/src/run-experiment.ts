import { ExperimentError } from './error.ts';
import type { Experiment, Presentation } from './experiment.ts';
import { checkRequest, type ExperimentRequest } from './experiment-request.ts';
import type { PlanOptions } from './plan-options.ts';
import { manifestDataset, manifestOf } from './folder/manifest.ts';
import { findManifest, ResultFolder, resultFiles } from './folder/result-folder.ts';
import { isPresented, presentationFiles, writePresentation } from './presenting/write-presentation.ts';
import { runTrials } from './running/run-trials.ts';
import { kindOf } from './tasks/task.ts';
import { type Shard, shardOf, wholeShard } from './shard.ts';
import { type Trial, trialId } from './trial.ts';

/** How `runExperiment` ended. */
export interface ExperimentEnd {
  /** `incomplete`: other shards, or trials that failed twice, are missing. */
  readonly status: 'complete' | 'incomplete' | 'interrupted';
  /** Trials that failed twice. */
  readonly failed: readonly Trial[];
  /** Trials of the experiment without a result. */
  readonly missing: readonly Trial[];
  /** Of a complete experiment. */
  readonly presentation?: Presentation;
  /** Files written, within the folder. */
  readonly files: readonly string[];
}

/**
 * Runs the trials of an experiment that have no result yet, in parallel, and presents the results when they are complete. Results
 * don't depend on the number of workers, nor on how often it was interrupted.
 *
 * @throws TypeError for an unknown property of the request, or one of a wrong type
 * @throws RangeError for a shard or a number of workers out of range
 * @throws ExperimentError when the folder holds something else, options are out of range, or for shards of an adaptive experiment
 * @throws RunFolderError while another process holds the folder
 * @throws WriteError when a result cannot be written: nothing more is run
 */
export async function runExperiment(request: ExperimentRequest): Promise<ExperimentEnd> {
  checkRequest(request);
  const { experiment, options, dataset, engine, shard = wholeShard, signal, onEvent = () => {} } = request;
  if (experiment.adaptive === true && shard.count > 1) {
    throw new ExperimentError(
      `${experiment.name} chooses its trials from the results of others: it cannot be sharded`,
    );
  }
  const data = manifestDataset(dataset, findManifest(request.folder)?.dataset);
  const manifest = manifestOf(experiment, options, data, engine);
  ResultFolder.check(request.folder, manifest);
  const settled = settledEnd(request);
  if (settled) return settled;
  const { takeOver = false } = request;
  const folder = await ResultFolder.open(request.folder, manifest, { takeOver });
  try {
    for (const message of folder.damaged) onEvent({ type: 'notice', message });
    const failed = await runMissing(request, folder);
    const end = await finish(experiment, folder);
    return { ...end, status: signal?.aborted ? 'interrupted' : end.status, failed };
  } finally {
    folder.close();
  }
}

/** The result of an experiment that has nothing left to do or write: its folder is only read. Otherwise `undefined`. */
function settledEnd(request: ExperimentRequest): ExperimentEnd | undefined {
  const { experiment, options, shard = wholeShard, onEvent = () => {} } = request;
  if (!findManifest(request.folder)) return undefined;
  const folder = ResultFolder.read(request.folder);
  const { results } = folder;
  const trials = planOf(experiment, options, folder);
  const mine = trialsOfShard(trials, shard);
  const missing = trials.filter((trial) => !results.has(trial));
  if (folder.damaged.length > 0 || !folder.isSorted(trials) || !mine.every((trial) => results.has(trial))) {
    return undefined;
  }
  const presentation = missing.length === 0 ? experiment.present(options, results) : undefined;
  if (presentation && !isPresented(experiment, folder, presentation)) return undefined;
  for (const text of experiment.decisions?.(options, results) ?? []) onEvent({ type: 'decision', text });
  onEvent({ type: 'plan', trials: [], done: mine.length });
  const files = [resultFiles.results, ...(presentation ? presentationFiles(presentation) : [])];
  return presentation
    ? { status: 'complete', failed: [], missing, presentation, files }
    : { status: 'incomplete', failed: [], missing, files };
}

/** @returns the trials that failed twice */
async function runMissing(request: ExperimentRequest, folder: ResultFolder): Promise<Trial[]> {
  const { experiment, options, shard = wholeShard, signal, onEvent = () => {} } = request;
  const failed: Trial[] = [];
  let told = 0;
  for (;;) {
    const { results } = folder;
    const decisions = experiment.decisions?.(options, results) ?? [];
    for (const text of decisions.slice(told)) onEvent({ type: 'decision', text });
    told = decisions.length;
    const mine = trialsOfShard(planOf(experiment, options, folder), shard);
    const todo = mine
      .filter((trial) => !results.has(trial))
      .map((trial) => ({ trial, work: kindOf(trial.task).work(trial.task, options) }));
    onEvent({ type: 'plan', trials: todo, done: mine.length - todo.length });
    if (todo.length === 0) return failed;
    // The longest first, so that no worker starts it last.
    const order = todo.toSorted((a, b) => b.work - a.work).map(({ trial }) => trial);
    await runTrials(order, {
      workers: request.workers,
      startWorker: request.startWorker,
      ...(signal && { signal }),
      onEvent: (event) => {
        if (event.type === 'trial-end') folder.append(event.trial, event.outcome, event.seconds);
        if (event.type === 'trial-failed' && !event.retry) failed.push(event.trial);
        onEvent(event);
      },
    });
    if (signal?.aborted || failed.length > 0) return failed;
  }
}

/** Sorts the results, and presents them when they are complete. */
export async function finish(
  experiment: Experiment,
  folder: ResultFolder,
): Promise<Omit<ExperimentEnd, 'failed'>> {
  const { options } = folder.manifest;
  const { results } = folder;
  const trials = planOf(experiment, options, folder);
  await folder.sort(trials);
  const files: string[] = [resultFiles.results];
  const missing = trials.filter((trial) => !results.has(trial));
  if (missing.length > 0) return { status: 'incomplete', missing, files };
  const presentation = experiment.present(options, results);
  files.push(...(await writePresentation(experiment, folder, presentation)));
  return { status: 'complete', missing, presentation, files };
}

/** A shard's trials: those of a group stay together. */
function trialsOfShard(trials: readonly Trial[], shard: Shard): Trial[] {
  return shardOf(trials, shard, ({ group }, position) => group ?? position);
}

/** The plan so far, each trial once. */
function planOf(experiment: Experiment, options: PlanOptions, folder: ResultFolder): Trial[] {
  const trials = new Map<string, Trial>();
  for (const trial of experiment.plan(options, folder.results)) {
    const id = trialId(trial);
    if (!trials.has(id)) trials.set(id, trial);
  }
  return [...trials.values()];
}
