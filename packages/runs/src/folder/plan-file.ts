import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { planSchema, type RunPlan } from '../record/run-plan.ts';
import { readJson } from './read-json.ts';
import { planFile } from './run-files.ts';
import { writeWhole } from './write-whole.ts';

/** Writes `plan.json`, whole or not at all. */
export async function writePlan(folder: string, plan: RunPlan): Promise<void> {
  await writeWhole(join(folder, planFile), `${JSON.stringify(plan, null, 2)}\n`);
}

/**
 * Reads `plan.json`; `undefined` when there is none: the folder is of a single run, or of a former version.
 *
 * @param folder an absolute path
 * @throws RunFolderError when the file is damaged
 */
export function readPlan(folder: string): RunPlan | undefined {
  if (!lstatSync(join(folder, planFile), { throwIfNoEntry: false })) return undefined;
  return readJson(folder, planFile, planSchema);
}
