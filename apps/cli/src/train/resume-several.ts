import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from '@atelier/presets';
import {
  type FolderLock,
  isBegun,
  isRecordLost,
  type LockOptions,
  readPlan,
  readRecord,
  reopenRunFolder,
  RunFolderError,
  runFiles,
  type RunPlan,
  type SeveralRuns,
  summaryFiles,
} from '@atelier/runs';
import { UsageError } from '../errors.ts';
import { differentSetting, finishedMessage, type ResumeRequest, resumedRecipe } from './resume.ts';
import { runsOf } from './several.ts';

/** Several runs that are resumed, with the lock of their folder. */
export interface ReopenedPlan {
  readonly plan: RunPlan;
  readonly config: Recipe;
  readonly lock: FolderLock;
}

/**
 * The plan of a folder of several runs; `undefined` for the folder of a single run.
 *
 * @param several what the user typed; needed for a folder of an earlier version, which has no plan
 * @throws UsageError when the folder's runs are not those that were typed
 */
export function planOf(
  folder: string,
  several: SeveralRuns | undefined,
  given: ResumeRequest['given'],
): RunPlan | undefined {
  const plan = readPlan(folder) ?? formerPlan(folder, several);
  if (!several) return plan;
  const flag = given.get(several.kind === 'ensemble' ? 'ensemble' : 'crossValidate');
  if (!plan)
    throw new UsageError(`${flag} conflicts with --resume: ${folder} is not a folder of several runs`);
  if (plan.kind === several.kind && plan.count === several.count) return plan;
  throw new UsageError(
    `${flag} ${several.count} conflicts with the folder ${folder}, which holds ${plan.kind === 'ensemble' ? 'an ensemble' : 'a cross-validation'} of ${plan.count} runs`,
  );
}

/** The folder of the first run. */
const firstOf = { ensemble: 'member-1', 'cross-validation': 'fold-1' } as const;

/** The plan of a former version, which wrote none: its first run has everything but the number of runs. */
function formerPlan(folder: string, several: SeveralRuns | undefined): RunPlan | undefined {
  const kinds = ['ensemble', 'cross-validation'] as const;
  const kind = kinds.find((each) => isBegun(join(folder, firstOf[each])));
  if (kind === undefined || existsSync(join(folder, runFiles.record))) return undefined;
  if (several?.kind !== kind) {
    const flag = kind === 'ensemble' ? '--ensemble' : '--cross-validate';
    throw new RunFolderError(
      `${folder} holds runs of a former version, which did not record how many there are to be; add ${flag} with the number`,
    );
  }
  const { config, dataset } = readRecord(join(folder, firstOf[kind]));
  return { format: 1, ...several, config, hashes: dataset.hashes };
}

/**
 * Locks the folder of several runs, to resume them.
 *
 * @returns `undefined` when all are finished, which the user is told
 * @throws UsageError naming an option that the runs were not made with
 * @throws RunFolderError when another process is at work in the folder
 */
export function reopenPlan(
  folder: string,
  plan: RunPlan,
  request: ResumeRequest,
  { takeOver, onNotice }: LockOptions & { readonly onNotice: (message: string) => void },
): ReopenedPlan | undefined {
  if (areFinished(folder, plan, recipeOf(plan, request))) {
    onNotice(`All ${plan.count} runs in ${folder} are finished. Continue them with more --epochs`);
    return undefined;
  }
  const lock = reopenRunFolder(folder, { takeOver: takeOver === true });
  try {
    // Read again, now that no other process can write it.
    const latest = readPlan(folder) ?? plan;
    return { plan: latest, config: recipeOf(latest, request), lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function recipeOf({ config }: RunPlan, request: ResumeRequest): Recipe {
  return resumedRecipe({ config, engine: config.engine }, request);
}

function areFinished(folder: string, plan: RunPlan, wanted: Recipe): boolean {
  const isFinished = (run: string, config: Recipe): boolean => {
    if (!isBegun(run) || isRecordLost(run)) return false;
    const record = readRecord(run);
    return (
      !differentSetting(record.config, config) && finishedMessage(run, record, config.epochs) !== undefined
    );
  };
  return (
    existsSync(join(folder, summaryFiles[plan.kind])) &&
    runsOf(plan, wanted).every(({ name, config }) => isFinished(join(folder, name), config))
  );
}
