import { join } from 'node:path';
import type { Recipe } from '@atelier/presets';
import {
  checkNoLinks,
  createRunFolder,
  type DataHashes,
  differentPart,
  type FolderLock,
  isBegun,
  readRecord,
  reopenRunFolder,
  type RunPlan,
  type RunRecord,
  type SeveralRuns,
  summaryFiles,
  writeModel,
  writePlan,
  writeWhole,
} from '@atelier/runs';
import { formerNormMomentum } from '@atelier/training/settings';
import { UsageError } from '../errors.ts';
import { stdout } from '../terminal/output.ts';
import { givenAtStart } from './given-model.ts';
import type { TrainOptions } from './options.ts';
import { differentSetting, earlierRun, finishedMessage } from './resume.ts';
import { runTraining, type TrainingRequest } from './run-training.ts';
import { ensembleSummary, foldSummary } from './summarize-several.ts';

/** Several runs to train, each in a subfolder of the request's folder. */
export interface SeveralRequest extends Omit<TrainingRequest, 'resumed' | 'onData' | 'normMomentum'> {
  /** The plan of runs that are resumed; the caller releases the lock. */
  readonly resumed?: { readonly plan: RunPlan; readonly lock: FolderLock } | undefined;
}

/**
 * The runs of `--cross-validate` or `--ensemble`; `undefined` for a single run.
 *
 * @param given the options that the user typed, with their flags
 * @throws UsageError for options that don't go together
 */
export function severalRuns(
  { crossValidate, ensemble }: TrainOptions,
  given: ReadonlyMap<string, string>,
): SeveralRuns | undefined {
  if (crossValidate === undefined && ensemble === undefined) return undefined;
  const flag = crossValidate === undefined ? '--ensemble' : '--cross-validate';
  const conflicts = ['overwrite', ...(crossValidate === undefined ? [] : ['validation', 'ensemble'])];
  const conflict = conflicts.find((name) => given.has(name));
  if (conflict !== undefined) {
    throw new UsageError(`${flag} does not go together with ${given.get(conflict)}`);
  }
  return crossValidate === undefined
    ? { kind: 'ensemble', count: ensemble ?? 2 }
    : { kind: 'cross-validation', count: crossValidate };
}

/**
 * Trains the runs one after another, each in its own subfolder, and writes a summary. When they are resumed, finished runs stay as
 * they are, and unfinished ones go on.
 *
 * @returns the records of the runs so far
 * @throws UsageError when the seeds of an ensemble would be too large, or the data are not those of the runs before
 */
export async function trainSeveral(
  { kind, count }: SeveralRuns,
  { resumed, ...request }: SeveralRequest,
  output: Pick<TrainOptions, 'json' | 'quiet'>,
): Promise<readonly RunRecord[]> {
  const { folder, config, takeOver, signal } = request;
  checkSeeds({ kind, count }, config);
  let lock = resumed?.lock;
  let hashes = resumed?.plan.hashes;
  // All runs have the momentum of those that have begun.
  const rule = resumed ? resumed.plan.normMomentum : 'by-steps';
  const normMomentum = rule === undefined ? formerNormMomentum : undefined;
  let start = resumed?.plan.start;
  // Nothing is written before the data are loaded and checked.
  const onData = async (found: DataHashes): Promise<void> => {
    refuseOtherData(folder, hashes, found);
    lock ??= createRunFolder(folder, false, { takeOver });
    lock.check();
    hashes = { ...found.content };
    if (!resumed && !start && request.given?.files) {
      start = await writeModel(folder, await request.given.files(), 'start');
    }
    await writePlan(folder, { format: 1, kind, count, config, hashes, normMomentum: rule, start });
  };
  try {
    const records: RunRecord[] = [];
    const runs = runsOf({ kind, count }, config);
    for (const { name, config: own } of runs) {
      checkNoLinks(folder, name);
      const one = { ...request, normMomentum, onData, config: own, folder: join(folder, name) };
      records.push(await trainOne(one));
      if (signal.aborted) return records;
    }
    // Read from disk, so that it makes no difference whether a run was trained now or before.
    const finished = runs.map(({ name }) => ({ name, record: readRecord(join(folder, name)) }));
    const { summary, text } =
      kind === 'ensemble'
        ? await ensembleSummary(folder, finished, config.data, request.engine)
        : foldSummary(finished);
    lock?.check();
    const file = summaryFiles[kind];
    await writeWhole(join(folder, file), `${JSON.stringify(summary, null, 2)}\n`);
    if (output.json === true) stdout.json({ type: kind, ...summary });
    else if (output.quiet !== true) stdout.write(`\n${text}\n\n${folder}\n  ${file}\n`);
    return records;
  } finally {
    if (!resumed) lock?.release();
  }
}

/** The runs of a plan: the names of their folders, and their recipes. */
export function runsOf(
  { kind, count }: SeveralRuns,
  config: Recipe,
): { readonly name: string; readonly config: Recipe }[] {
  return Array.from({ length: count }, (_, index) =>
    kind === 'ensemble'
      ? { name: `member-${index + 1}`, config: { ...config, seed: config.seed + index } }
      : { name: `fold-${index + 1}`, config: { ...config, validation: { index, folds: count } } },
  );
}

/** Trains or resumes one of the runs, unless it is finished. */
async function trainOne(request: Omit<TrainingRequest, 'resumed'>): Promise<RunRecord> {
  const { folder, config, reporter } = request;
  if (!isBegun(folder)) return runTraining(request);
  const onNotice = (message: string): void => reporter.report({ type: 'notice', message });
  const { epochs } = config;
  const earlier = await earlierRun(folder, { changes: { epochs } }, onNotice);
  const different = differentSetting(earlier.config, config);
  if (different) {
    const { label, recorded, found } = different;
    throw new UsageError(
      `The run ${folder} does not belong to the plan: its ${label} is ${recorded}, not ${found}`,
    );
  }
  if (finishedMessage(folder, earlier, epochs) !== undefined) return readRecord(folder);
  const lock = reopenRunFolder(folder, { takeOver: request.takeOver });
  try {
    // Read again, now that no other process can write it.
    const record = await earlierRun(folder, { changes: { epochs } }, () => {});
    const given = givenAtStart(folder, record);
    return await runTraining({ ...request, given, resumed: { record, lock } });
  } finally {
    lock.release();
  }
}

function checkSeeds({ kind, count }: SeveralRuns, { seed }: Recipe): void {
  // Sums above the largest integer are rounded, possibly back to it.
  if (kind !== 'ensemble' || seed <= Number.MAX_SAFE_INTEGER - (count - 1)) return;
  throw new UsageError(
    `The seeds of ${count} members end at ${Number.MAX_SAFE_INTEGER}; --seed ${seed} is too large`,
  );
}

function refuseOtherData(folder: string, hashes: RunPlan['hashes'] | undefined, found: DataHashes): void {
  const different = hashes && differentPart(hashes, found);
  if (!different) return;
  throw new UsageError(
    `The runs in ${folder} were made with other data: the SHA-256 of ${different.part} was ${different.recorded}; found ${different.found}`,
  );
}
