import { readFileSync, statSync } from 'node:fs';
import type { Recipe } from '@atelier/presets';
import { recipeSchema } from '@atelier/presets/recipe';
import { z } from 'zod';
import en from 'zod/v4/locales/en.js';
import { oneLine, readRecord } from '@atelier/runs';
import { UsageError } from '../errors.ts';

/** The most bytes of a `run.json` that are read. */
const mostBytes = 2 ** 25;

const fileSchema = z.object({ config: recipeSchema });

/**
 * The configuration of a run, for another to repeat.
 *
 * @param path a `run.json` under any name, or a run folder
 * @throws UsageError when there is none, or it is damaged
 */
export function readConfig(path: string): Recipe {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`There is no ${path}; --config takes a run.json or a run folder`);
  if (found.isDirectory()) return readRecord(path).config;
  if (!found.isFile() || found.size > mostBytes) throw new UsageError(`${path} is not a run.json`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${path} is not a run.json: ${oneLine(cause)}`, { cause });
  }
  const parsed = fileSchema.safeParse(value, { error: en().localeError });
  if (parsed.success) return parsed.data.config;
  const { path: where, message } = parsed.error.issues[0]!;
  throw new UsageError(`${path} has no configuration of a run: ${[...where, message].join(': ')}`);
}
