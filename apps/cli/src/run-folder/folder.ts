import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deserializeModel, type ModelFiles } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import writeFileAtomic from 'write-file-atomic';
import { UsageError } from '../errors.ts';
import { type RunRecord, runSchema } from './schema.ts';

/** What a run folder holds, by its path within. */
export const runFiles = {
  record: 'run.json',
  history: 'history.csv',
  model: join('model', 'model.json'),
  weights: join('model', 'weights.bin'),
  plots: 'plots',
  report: 'report.html',
} as const;

/** The entries of a run folder that belong to Atelier: `--overwrite` removes these and nothing else. */
const ownEntries = new Set(['run.json', 'history.csv', 'model', 'plots', 'report.html', 'checkpoints']);

/**
 * Makes an empty folder for a run.
 *
 * @param overwrite whether a run that is there may go
 * @throws UsageError when something is there that may not go
 */
export function createRunFolder(path: string, overwrite: boolean): void {
  checkRunFolder(path, overwrite);
  try {
    mkdirSync(path, { recursive: true });
    if (overwrite)
      for (const entry of ownEntries) rmSync(join(path, entry), { recursive: true, force: true });
  } catch (cause) {
    throw new UsageError(`The run folder ${path} cannot be made: ${reasonOf(cause)}`, { cause });
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
  const entries = readdirSync(path);
  if (entries.length === 0) return;
  if (!overwrite) {
    throw new UsageError(
      `The folder ${path} holds something already; choose another --out, or add --overwrite`,
    );
  }
  const foreign = entries.find((entry) => !ownEntries.has(entry));
  if (foreign !== undefined) {
    throw new UsageError(
      `The folder ${path} holds ${foreign}, which is no part of a run; choose another --out`,
    );
  }
}

/** Writes `run.json`, whole or not at all. */
export async function writeRecord(path: string, record: RunRecord): Promise<void> {
  await writeFileAtomic(join(path, runFiles.record), `${JSON.stringify(record, null, 2)}\n`);
}

/** Writes the model's two files, each whole or not at all. */
export async function writeModel(path: string, { modelJson, weights }: ModelFiles): Promise<void> {
  mkdirSync(join(path, 'model'), { recursive: true });
  await writeFileAtomic(join(path, runFiles.weights), Buffer.from(weights));
  await writeFileAtomic(join(path, runFiles.model), modelJson);
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
  const parsed = runSchema.safeParse(parseJson(file));
  if (parsed.success) return parsed.data;
  const { path: where, message } = parsed.error.issues[0]!;
  throw new UsageError(`${file} is damaged: ${[...where, message].join(': ')}`, { cause: parsed.error });
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
  const weights = new Uint8Array(readFileSync(weightsPath));
  return deserializeModel({ modelJson: readFileSync(modelPath, 'utf8'), weights });
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${file} is damaged: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
