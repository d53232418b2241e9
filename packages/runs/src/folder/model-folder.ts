import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { deserializeModel, type ModelFiles } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readOwnFile } from './own-files.ts';
import { modelFolder, runFiles } from './run-files.ts';
import { RunFolderError } from './run-folder-error.ts';
import { writeWholeFolder } from './write-whole.ts';

/** The most bytes of a file that is read. */
const limits = { model: 2 ** 22, weights: 2 ** 30 } as const;

/** Writes the model's two files, both or neither. */
export async function writeModel(folder: string, { modelJson, weights }: ModelFiles): Promise<void> {
  await writeWholeFolder(join(folder, modelFolder), {
    [basename(runFiles.weights)]: weights,
    [basename(runFiles.model)]: modelJson,
  });
}

/**
 * Reads a run's model. A backend has to be set.
 *
 * @param folder the run's, an absolute path
 * @throws RunFolderError when the model is missing
 * @throws ModelFileError when its files are damaged
 */
export async function readModel(folder: string): Promise<LayersModel> {
  for (const file of [runFiles.model, runFiles.weights].map((name) => join(folder, name))) {
    if (!existsSync(file)) throw new RunFolderError(`The run ${folder} has no model: ${file} is missing`);
  }
  return deserializeModel({
    modelJson: readOwnFile(folder, runFiles.model, limits.model).toString('utf8'),
    weights: new Uint8Array(readOwnFile(folder, runFiles.weights, limits.weights)),
  });
}
