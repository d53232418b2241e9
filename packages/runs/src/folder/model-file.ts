import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ModelFileError, openModel, type OpenedModel, weightsFiles } from '@atelier/training';
import { checkPath } from '../check-path.ts';
import { mostModelBytes, mostWeightBytes } from './model-folder.ts';
import { readOwnFile } from './own-files.ts';
import { RunFolderError } from './run-folder-error.ts';

/** The name of a model's file in its folder. */
const modelFile = 'model.json';

/**
 * Whether a path is a `model.json` under any name, or a folder with one.
 *
 * @throws TypeError or RangeError for what is no path
 */
export function isModelFile(path: string): boolean {
  checkPath('path', path);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return found !== undefined && path.endsWith('.json');
  return lstatSync(join(path, modelFile), { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * Opens a model of stock TensorFlow.js, from wherever it comes: its layers and weights are checked, and no code is in them.
 *
 * @param path a `model.json` under any name, or its folder; absolute
 * @throws RunFolderError when a file is missing, too large, or not beside the others
 * @throws ModelFileError when what they say is no model
 */
export function readModelFile(path: string): OpenedModel {
  checkPath('path', path);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new RunFolderError(`There is no ${path}`);
  const file = found.isDirectory() ? join(path, modelFile) : realpathSync(path);
  const folder = dirname(file);
  const modelJson = readPart(folder, basename(file), mostModelBytes).toString('utf8');
  let left = mostWeightBytes;
  try {
    const parts = weightsFiles(modelJson).map((name) => {
      const part = readPart(folder, name, left);
      left -= part.length;
      return part;
    });
    return openModel({ modelJson, weights: new Uint8Array(Buffer.concat(parts)) });
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    // The file may have another name.
    throw new ModelFileError(error.message.replace(/^model\.json/, file), { cause: error });
  }
}

function readPart(folder: string, name: string, limit: number): Buffer {
  if (!lstatSync(join(folder, name), { throwIfNoEntry: false })) {
    throw new RunFolderError(`${join(folder, name)} is missing`);
  }
  return readOwnFile(folder, name, limit);
}
