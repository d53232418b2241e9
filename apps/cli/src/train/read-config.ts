import { realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Recipe } from '@atelier/presets';
import { recipeSchema } from '@atelier/presets/recipe';
import { readJson, readRecord } from '@atelier/runs';
import * as z from 'zod/mini';
import { UsageError } from '../errors.ts';

const fileSchema = z.object({ config: recipeSchema });

/**
 * The configuration of a run, for another to repeat.
 *
 * @param path a `run.json` under any name, or a run folder
 * @throws UsageError when there is none
 * @throws RunFolderError when it is damaged
 */
export function readConfig(path: string): Recipe {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`There is no ${path}; --config takes a run.json or a run folder`);
  if (found.isDirectory()) return readRecord(path).config;
  const file = realpathSync(path);
  return readJson(dirname(file), basename(file), fileSchema).config;
}
