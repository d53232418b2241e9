import { checkArray, checkBoolean, checkFunction, checkOptions, checkText } from '@atelier/checks';
import { ExperimentError } from './error.ts';
import type { Experiment } from './experiment.ts';
import { checkSameManifest, manifestOf } from './folder/manifest.ts';
import { findManifest, ResultFolder } from './folder/result-folder.ts';
import { type ExperimentEnd, finish } from './run-experiment.ts';
import { resultLine, type TrialResult } from './result.ts';
import { experimentOfPlan } from './search/search-experiment.ts';

/** What `mergeExperiments` joins, and where to. */
export interface MergeRequest {
  /** Folders of shards, at least 1. They are not changed. */
  readonly sources: readonly string[];
  /** Folder for the merged results; existing results count. */
  readonly folderFor: (experiment: Experiment) => string;
  /** Takes the folder over from a process that cannot be checked. Default false. */
  readonly takeOver?: boolean;
  /** Finds an experiment by name; a search is in its folder. */
  readonly experimentNamed: (name: string) => Experiment;
}

/** What `mergeExperiments` made of the sources. */
export interface Merged extends Omit<ExperimentEnd, 'failed'> {
  readonly folder: string;
  /** Labels of trials that more than one source holds, with equal results. */
  readonly duplicates: readonly string[];
  /** A sentence for each line of a folder that could not be read: its trial counts as missing, where no other folder has it. */
  readonly damaged: readonly string[];
}

/**
 * Merges the results of shards into one folder and presents them when they are complete. Merging again changes nothing.
 *
 * @throws TypeError for an unknown property of the request, or one of a wrong type
 * @throws ExperimentError when folders are not of one experiment, grid and version, or two have different results for a trial
 */
export async function mergeExperiments(request: MergeRequest): Promise<Merged> {
  checkMergeRequest(request);
  const { sources, folderFor, takeOver = false, experimentNamed } = request;
  const folders = sources.map((source) => ResultFolder.read(source));
  const [first] = folders;
  if (!first) throw new ExperimentError('There are no folders to merge');
  const { manifest } = first;
  const experiment = manifest.search
    ? experimentOfPlan(manifest.search)
    : experimentNamed(manifest.experiment);
  // The code that draws the figures must know the grid.
  const current = manifestOf(experiment, manifest.options, manifest.dataset, manifest.engine);
  for (const { path, manifest: found } of folders) checkSameManifest(found, current, path);

  const joined = new Map<string, TrialResult>();
  const duplicates = new Set<string>();
  for (const { path, all } of folders) {
    for (const result of all) {
      const other = joined.get(result.id);
      if (other) {
        checkSameResult(result, other, path, 'the folders before it');
        duplicates.add(result.label);
      }
      joined.set(result.id, result);
    }
  }
  // Nothing is created or written before all folders are known to match.
  const folder = folderFor(experiment);
  ResultFolder.check(folder, current);
  if (findManifest(folder)) checkSameResults(ResultFolder.read(folder), joined);
  const target = await ResultFolder.open(folder, current, { takeOver });
  try {
    // Another process may have been faster.
    checkSameResults(target, joined);
    const damaged = [...folders, target].flatMap((each) => each.damaged);
    const { results } = target;
    for (const result of joined.values()) {
      if (!results.has(result)) target.append(result, result.outcome);
    }
    return { ...(await finish(experiment, target)), folder, duplicates: [...duplicates], damaged };
  } finally {
    target.close();
  }
}

function checkMergeRequest(request: MergeRequest): void {
  checkOptions<MergeRequest>('mergeExperiments', request, {
    sources: true,
    folderFor: true,
    takeOver: true,
    experimentNamed: true,
  });
  const { sources, folderFor, takeOver, experimentNamed } = request;
  checkArray('sources', sources, 'paths');
  for (const [index, source] of sources.entries()) checkText(`sources[${index}]`, source, 'a path');
  checkFunction('folderFor', folderFor);
  checkFunction('experimentNamed', experimentNamed);
  if (takeOver !== undefined) checkBoolean('takeOver', takeOver);
}

function checkSameResults(target: ResultFolder, joined: ReadonlyMap<string, TrialResult>): void {
  for (const there of target.all) {
    const result = joined.get(there.id);
    if (result) checkSameResult(there, result, target.path, 'the folders to merge');
  }
}

function checkSameResult(result: TrialResult, other: TrialResult, path: string, others: string): void {
  if (lineOf(result) === lineOf(other)) return;
  throw new ExperimentError(`${path} has another result for the trial "${result.label}" than ${others}`);
}

function lineOf(result: TrialResult): string {
  return resultLine(result, result.outcome);
}
