import { RandomStream } from '@atelier/random';
import type { LabelledImages } from '../images.ts';
import { gather } from '../gather.ts';

/** The share of the pictures of each class that is kept for testing where the data have no test part. */
export const testShare = 0.2;

/** The data of a user are cut the same way each time, whatever the seed of a run: its results can be compared. */
const seed = 0;

/**
 * Keeps a random part of each class for testing: a fifth, rounded, but at least one picture, and it leaves at least one.
 * Both parts are copies and keep their order.
 */
export function setTestPartAside(data: LabelledImages): {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
} {
  const counts = new Map<number, number>();
  for (const label of data.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const left = new Map<number, number>();
  for (const [label, count] of counts) {
    left.set(label, Math.min(count - 1, Math.max(1, Math.round(count * testShare))));
  }
  const chosen = new Uint8Array(data.count);
  for (const index of new RandomStream(seed, 'test part').permutation(data.count)) {
    const label = data.labels[index]!;
    const quota = left.get(label)!;
    if (quota === 0) continue;
    left.set(label, quota - 1);
    chosen[index] = 1;
  }
  return { train: gather(data, chosen, 0), test: gather(data, chosen, 1) };
}
