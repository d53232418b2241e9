import { checkObject } from '@atelier/checks';
import type { ContentHashes } from '@atelier/datasets';

/** The identity of data. */
export interface DataHashes {
  /** SHA-256 of the content of each part. */
  readonly content: ContentHashes;
  /** SHA-256 of each IDX file, by its name, as earlier versions recorded; empty if the data came in another format. */
  readonly files: Readonly<Record<string, string>>;
}

/** A part of the data that has changed. */
export interface DifferentPart {
  /** `train`, `test`, or a file's name. */
  readonly part: string;
  /** SHA-256; `undefined` for a part that was not there. */
  readonly recorded: string | undefined;
  /** SHA-256; `undefined` for a part that is not there now. */
  readonly found: string | undefined;
}

/**
 * The first part whose content differs from the record; `undefined` if all are the same.
 *
 * @param recorded `dataset.hashes` of `run.json`
 * @throws TypeError for what are no hashes
 */
export function differentPart(
  recorded: Readonly<Record<string, string>>,
  hashes: DataHashes,
): DifferentPart | undefined {
  checkObject('recorded', recorded, 'the hash of each part');
  checkObject('hashes', hashes, 'content and files');
  const { content, files } = hashes;
  const now: Readonly<Record<string, string>> = Object.hasOwn(recorded, 'train') ? { ...content } : files;
  for (const part of new Set([...Object.keys(recorded), ...Object.keys(now)])) {
    if (recorded[part] !== now[part]) return { part, recorded: recorded[part], found: now[part] };
  }
  return undefined;
}
