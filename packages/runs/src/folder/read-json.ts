import { join } from 'node:path';
import en from 'zod/v4/locales/en.js';
import type * as z from 'zod/mini';
import { oneLine } from '../one-line.ts';
import { readOwnFile } from './own-files.ts';
import { RunFolderError } from './run-folder-error.ts';

/** The most bytes that are read: more than the longest run has (23 MB), and far less than memory. */
export const mostBytes: number = 2 ** 25;

/**
 * Reads a JSON file of a run folder.
 *
 * @param folder an absolute path
 * @throws RunFolderError when it is damaged, in one short line
 */
export function readJson<Value>(folder: string, name: string, schema: z.ZodMiniType<Value>): Value {
  const file = join(folder, name);
  // `zod/mini` has no error messages of its own.
  const parsed = schema.safeParse(parseFile(folder, name), { error: en().localeError });
  if (parsed.success) return parsed.data;
  const { path: where, message } = parsed.error.issues[0]!;
  // A message may quote the file at length.
  const found = oneLine([...where, message].join(': ')).slice(0, 200);
  throw new RunFolderError(`${file} is damaged: ${found}`, { cause: parsed.error });
}

function parseFile(folder: string, name: string): unknown {
  const text = readOwnFile(folder, name, mostBytes).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RunFolderError(`${join(folder, name)} is damaged: ${oneLine(cause)}`, { cause });
  }
}
