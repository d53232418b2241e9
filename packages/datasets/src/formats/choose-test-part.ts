import { RandomStream } from '@atelier/random';
import type { Labels } from '../images.ts';

/** The share of the pictures of each class that is kept for testing where the data have no test part. */
export const testShare = 0.2;

/** The data of a user are cut the same way each time, whatever the seed of a run: its results can be compared. */
const seed = 0;

/**
 * Chooses a random part of each class for testing: a fifth, rounded, but at least one picture, and it leaves at least one.
 *
 * @returns `[count]`: 1 for the chosen, 0 for the others
 */
export function chooseTestPart(labels: Labels): Uint8Array {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const left = new Map<number, number>();
  for (const [label, count] of counts) {
    left.set(label, Math.min(count - 1, Math.max(1, Math.round(count * testShare))));
  }
  const chosen = new Uint8Array(labels.length);
  for (const index of new RandomStream(seed, 'test part').permutation(labels.length)) {
    const label = labels[index]!;
    const quota = left.get(label)!;
    if (quota === 0) continue;
    left.set(label, quota - 1);
    chosen[index] = 1;
  }
  return chosen;
}
