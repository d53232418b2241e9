import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { deserializeModel, type ModelFiles } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { oneLine, UsageError } from '../errors.ts';
import { checkpointsFolder } from './checkpoints.ts';
import { lockFile, FolderLock } from './lock.ts';
import { checkNoLinks, readOwnFile } from './own-files.ts';
import { type RunRecord, runSchema } from './schema.ts';
import { unfinished, WriteError, writeWhole, writeWholeFolder } from './write-whole.ts';

const modelFolder = 'model';

/** What a run folder holds, by its path within. */
export const runFiles = {
  record: 'run.json',
  history: 'history.csv',
  model: join(modelFolder, 'model.json'),
  weights: join(modelFolder, 'weights.bin'),
  plots: 'plots',
  report: 'report.html',
} as const;

/** The entries of a run folder that belong to Atelier: `--overwrite` removes these and nothing else. */
const ownEntries = new Set([
  runFiles.record,
  runFiles.history,
  modelFolder,
  runFiles.plots,
  runFiles.report,
  checkpointsFolder,
  lockFile,
]);

/** The most bytes of a file that is read: far more than any run of ours has, and far less than memory. */
const limits = { record: 2 ** 23, model: 2 ** 22, weights: 2 ** 30 } as const;

/** Whether an entry is what a process that was killed left of one of a run's. */
function isUnfinished(entry: string): boolean {
  return entry.endsWith(unfinished) && [...ownEntries].some((own) => entry.startsWith(`${own}.`));
}

function isOwn(entry: string): boolean {
  return ownEntries.has(entry) || isUnfinished(entry);
}

/** Entries that do not make a folder a run's: a process that died before its first record leaves them. */
function isTrace(entry: string): boolean {
  return entry === lockFile || isUnfinished(entry);
}

/** @throws WriteError when it cannot be made */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    // Of a file system that is read-only, Node says here that the folder is missing: what is above tells.
    const parent = dirname(path);
    if (isMissing(cause) && parent !== path && !existsSync(parent)) makeFolder(parent);
    try {
      mkdirSync(path);
    } catch (reason) {
      throw new WriteError(path, reason);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Not the lock, nor another process' attempt at it, which takes a moment. */
function isOurs(path: string, entry: string): boolean {
  if (!entry.startsWith(lockFile)) return true;
  return entry !== lockFile && Date.now() - lstatSync(join(path, entry)).mtimeMs > 60_000;
}

/**
 * Takes a folder for a new run, and empties it.
 *
 * @param overwrite whether a run that is there may go
 * @returns what keeps other processes out until it is released
 * @throws UsageError when something is there that may not go, or another process is at work in it
 * @throws WriteError when the folder cannot be made or written to
 */
export function createRunFolder(path: string, overwrite: boolean): FolderLock {
  checkRunFolder(path, overwrite);
  makeFolder(path);
  const lock = new FolderLock(path);
  try {
    // Another process may have been quicker.
    checkRunFolder(path, overwrite);
    for (const entry of readdirSync(path)) {
      if (isOwn(entry) && isOurs(path, entry)) rmSync(join(path, entry), { recursive: true, force: true });
    }
    return lock;
  } catch (error) {
    lock.release();
    throw error instanceof UsageError ? error : new WriteError(path, error);
  }
}

/**
 * Takes the folder of a run that goes on, and removes what a process that was killed left unfinished.
 *
 * @throws UsageError when another process is at work in it, or something in it leads outside
 * @throws WriteError when the folder cannot be written to
 */
export function reopenRunFolder(path: string): FolderLock {
  const lock = new FolderLock(path);
  try {
    for (const entry of readdirSync(path)) {
      if (ownEntries.has(entry)) checkNoLinks(path, entry);
      else if (isUnfinished(entry) && isOurs(path, entry)) {
        rmSync(join(path, entry), { recursive: true, force: true });
      }
    }
    return lock;
  } catch (error) {
    lock.release();
    throw error instanceof UsageError ? error : new WriteError(path, error);
  }
}

/**
 * Checks that a run may be written to a folder, without touching it.
 *
 * @throws UsageError when something is there that may not go
 */
export function checkRunFolder(path: string, overwrite: boolean): void {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) throw new UsageError(`${path} is a file; --out takes a folder`);
  const entries = readdirSync(path).filter((entry) => !isTrace(entry));
  if (entries.length === 0) return;
  if (!overwrite) {
    throw new UsageError(
      `The folder ${path} holds something already; choose another --out, or add --overwrite`,
    );
  }
  const foreign = entries.find((entry) => !isOwn(entry));
  if (foreign !== undefined) {
    throw new UsageError(
      `The folder ${path} holds ${foreign}, which is no part of a run; choose another --out`,
    );
  }
}

/** Writes `run.json`, whole or not at all. */
export async function writeRecord(path: string, record: RunRecord): Promise<void> {
  await writeWhole(join(path, runFiles.record), `${JSON.stringify(record, null, 2)}\n`);
}

/** Writes the model's two files, both or neither. */
export async function writeModel(path: string, { modelJson, weights }: ModelFiles): Promise<void> {
  await writeWholeFolder(join(path, modelFolder), {
    [basename(runFiles.weights)]: weights,
    [basename(runFiles.model)]: modelJson,
  });
}

/**
 * Reads `run.json`.
 *
 * @throws UsageError when the folder is not a run's, or the file is damaged
 */
export function readRecord(path: string): RunRecord {
  if (!existsSync(path)) throw new UsageError(`There is no run folder ${path}`);
  const file = join(path, runFiles.record);
  if (!existsSync(file)) throw new UsageError(`${path} is not a run folder: it has no ${runFiles.record}`);
  const parsed = runSchema.safeParse(parseRecord(path));
  if (parsed.success) return parsed.data;
  const { path: where, message } = parsed.error.issues[0]!;
  // A message may quote what the file says, which may be long.
  const found = oneLine([...where, message].join(': ')).slice(0, 200);
  throw new UsageError(`${file} is damaged: ${found}`, { cause: parsed.error });
}

/**
 * Reads a run's model. A backend has to be set.
 *
 * @throws UsageError when the model is missing
 * @throws ModelFileError when its files are damaged
 */
export async function readModel(path: string): Promise<LayersModel> {
  const [modelPath, weightsPath] = [join(path, runFiles.model), join(path, runFiles.weights)];
  for (const file of [modelPath, weightsPath]) {
    if (!existsSync(file)) throw new UsageError(`The run ${path} has no model: ${file} is missing`);
  }
  return deserializeModel({
    modelJson: readOwnFile(path, runFiles.model, limits.model).toString('utf8'),
    weights: new Uint8Array(readOwnFile(path, runFiles.weights, limits.weights)),
  });
}

function parseRecord(path: string): unknown {
  const text = readOwnFile(path, runFiles.record, limits.record).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${join(path, runFiles.record)} is damaged: ${oneLine(cause)}`, { cause });
  }
}
