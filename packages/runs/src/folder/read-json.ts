import { join } from 'node:path';
import { checkText, oneLine } from '@atelier/checks';
import en from 'zod/v4/locales/en.js';
import type * as z from 'zod/mini';
import { checkPath } from '../check-path.ts';
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
  checkPath('folder', folder);
  checkText('name', name, 'a path');
  return parse(schema, parseFile(folder, name), (fault, cause) => {
    return new RunFolderError(`${join(folder, name)} is damaged: ${fault}`, { cause });
  });
}

/**
 * A value as the text of a JSON file.
 *
 * @param name of the argument, for the message
 * @throws TypeError for what its schema would not read again
 */
export function checkWritable<Value>(name: string, value: Value, schema: z.ZodMiniType<Value>): string {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  parse(schema, JSON.parse(text), (fault, cause) => {
    return new TypeError(`${name} could not be read again: ${fault}`, { cause });
  });
  return `${text}\n`;
}

function parse<Value>(
  schema: z.ZodMiniType<Value>,
  value: unknown,
  errorFor: (fault: string, cause: Error) => Error,
): Value {
  // `zod/mini` has no error messages of its own.
  const parsed = schema.safeParse(value, { error: en().localeError });
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  // A message may quote the value at length.
  throw errorFor(oneLine([...path, message].join(': '), 200), parsed.error);
}

function parseFile(folder: string, name: string): unknown {
  const text = readOwnFile(folder, name, mostBytes).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RunFolderError(`${join(folder, name)} is damaged: ${oneLine(cause)}`, { cause });
  }
}
