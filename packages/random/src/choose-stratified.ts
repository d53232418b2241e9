import type { RandomStream } from './stream.ts';

/** Far more classes than a classifier tells apart: each takes an entry of a list. */
const mostClasses = 2 ** 20;

/**
 * Chooses `size` of some samples at random, so that each class keeps its share, rounded down, the rest going to the largest
 * remainders.
 *
 * @param labels class indices `[count]`, whole numbers of at least 0
 * @param size from 0 to `count`
 * @returns `[count]`: 1 for the chosen, 0 for the others
 * @throws RangeError for a size or a label out of range
 */
export function chooseStratified(
  labels: ArrayLike<number>,
  size: number,
  stream: RandomStream,
): Uint8Array<ArrayBuffer> {
  if (typeof labels !== 'object' || labels === null) {
    throw new TypeError(`labels is an array of class indices; found ${String(labels)}`);
  }
  if (!Number.isSafeInteger(size) || size < 0 || size > labels.length) {
    throw new RangeError(
      `size is a whole number from 0 to the ${labels.length} labels; found ${String(size)}`,
    );
  }
  const left = quotas(labels, size);
  const chosen = new Uint8Array(labels.length);
  for (const index of stream.permutation(labels.length)) {
    const label = labels[index]!;
    const quota = left[label]!;
    if (quota === 0) continue;
    left[label] = quota - 1;
    chosen[index] = 1;
  }
  return chosen;
}

/** How many samples of each class are chosen. */
function quotas(labels: ArrayLike<number>, size: number): Uint32Array {
  const counts: number[] = [];
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    if (!Number.isInteger(label) || label < 0 || label > mostClasses) {
      throw new RangeError(
        `Labels are whole numbers from 0 to ${mostClasses}; found ${String(label)} at index ${index}`,
      );
    }
    while (counts.length <= label) counts.push(0);
    counts[label]! += 1;
  }
  const fraction = size / labels.length;
  const quota = Uint32Array.from(counts, (count) => Math.floor(count * fraction));
  const missing = size - quota.reduce((sum, count) => sum + count, 0);
  const remainder = (label: number): number => counts[label]! * fraction - quota[label]!;
  Array.from(counts.keys())
    .sort((a, b) => remainder(b) - remainder(a) || a - b)
    .slice(0, missing)
    .forEach((label) => (quota[label]! += 1));
  return quota;
}
