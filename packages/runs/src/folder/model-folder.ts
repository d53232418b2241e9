import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkObject, checkText, found, isTypedArray } from '@atelier/checks';
import { type ModelFiles, openModel, type OpenedModel } from '@atelier/training';
import { checkPath } from '../check-path.ts';
import type { ModelHashes } from '../record/run-record.ts';
import { readOwnFile } from './own-files.ts';
import { modelFolder, runFiles, type startFolder } from './run-files.ts';
import { RunFolderError } from './run-folder-error.ts';
import { writeWholeFolder } from './write-whole.ts';

/** The largest `model.json` that is read, in bytes. */
export const mostModelBytes: number = 2 ** 22;

/** The most bytes of weights that are read. */
export const mostWeightBytes: number = 2 ** 30;

/** Which of a run's models: the trained one, or the one that it started from. */
export type RunModel = typeof modelFolder | typeof startFolder;

/**
 * Writes a model's two files, both or neither.
 *
 * @returns their hashes, for the record
 * @throws TypeError for files that are not a model's
 * @throws WriteError when they cannot be written
 */
export async function writeModel(
  folder: string,
  files: ModelFiles,
  which: RunModel = modelFolder,
): Promise<ModelHashes> {
  checkPath('folder', folder);
  checkObject('files', files, 'modelJson and weights');
  checkText('modelJson', files.modelJson);
  if (!isTypedArray('Uint8Array', files.weights)) {
    throw new TypeError(`weights is a Uint8Array; found ${found(files.weights)}`);
  }
  await writeWholeFolder(join(folder, which), {
    [basename(runFiles.weights)]: files.weights,
    [basename(runFiles.model)]: files.modelJson,
  });
  return { topology: sha256(files.modelJson), weights: sha256(files.weights) };
}

/**
 * Opens a run's model. TensorFlow.js is not loaded for it.
 *
 * @param folder the run folder, an absolute path
 * @param hashes from the run's record; `undefined` for earlier versions, whose files are not compared
 * @throws RunFolderError when the model is missing, or differs from the record
 * @throws ModelFileError when its files are damaged
 */
export function readModel(
  folder: string,
  hashes: ModelHashes | undefined,
  which: RunModel = modelFolder,
): OpenedModel {
  checkPath('folder', folder);
  if (hashes !== undefined) checkObject('hashes', hashes, 'topology and weights');
  const read = (name: string, limit: number, expected: string | undefined): Buffer =>
    readFile(folder, join(which, basename(name)), limit, expected);
  const modelJson = read(runFiles.model, mostModelBytes, hashes?.topology);
  const weights = read(runFiles.weights, mostWeightBytes, hashes?.weights);
  return openModel({ modelJson: modelJson.toString('utf8'), weights: new Uint8Array(weights) });
}

function readFile(folder: string, name: string, limit: number, expected: string | undefined): Buffer {
  const path = join(folder, name);
  if (!existsSync(path)) throw new RunFolderError(`The run ${folder} has no model: ${path} is missing`);
  const content = readOwnFile(folder, name, limit);
  const hash = sha256(content);
  if (expected === undefined || hash === expected) return content;
  throw new RunFolderError(
    `${path} is not what the run wrote: its SHA-256 is ${hash}, not ${expected} as recorded`,
  );
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
