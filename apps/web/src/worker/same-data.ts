import { contentHash } from '@atelier/datasets/browser';
import type { RunData } from '../messages.ts';
import { fileHashes, type LoadedData } from './load-data.ts';

/**
 * Whether a run was trained on the page's data: the same class names, and the same content of everything that is recorded and can be
 * compared. Training images that are still loading can't.
 */
export async function isSameData(recorded: RunData, data: LoadedData): Promise<boolean> {
  const { classNames, train, test, complete } = data;
  if (recorded.classNames.join('\n') !== classNames.join('\n')) return false;
  const { hashes } = recorded;
  if (hashes['test'] === undefined) {
    return !data.own && Object.entries(fileHashes()).every(([file, hash]) => hashes[file] === hash);
  }
  if (hashes['test'] !== (await contentHash(test, classNames))) return false;
  return !complete || hashes['train'] === (await contentHash(train, classNames));
}
