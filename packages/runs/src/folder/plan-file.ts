import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { checkPath } from '../check-path.ts';
import { planSchema, type RunPlan } from '../record/run-plan.ts';
import { checkWritable, readJson } from './read-json.ts';
import { planFile } from './run-files.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes `plan.json`, whole or not at all.
 *
 * @throws TypeError for a plan that could not be read again
 * @throws WriteError when it cannot be written
 */
export async function writePlan(folder: string, plan: RunPlan): Promise<void> {
  checkPath('folder', folder);
  const text = checkWritable('plan', plan, planSchema);
  await writeWhole(join(folder, planFile), text);
}

/**
 * Reads `plan.json`; `undefined` when there is none: the folder is of a single run, or of a former version.
 *
 * @param folder an absolute path
 * @throws RunFolderError when the file is damaged
 */
export function readPlan(folder: string): RunPlan | undefined {
  checkPath('folder', folder);
  if (!lstatSync(join(folder, planFile), { throwIfNoEntry: false })) return undefined;
  return readJson(folder, planFile, planSchema);
}
