import type { RandomStream } from './stream.ts';

/** Far more classes than a classifier tells apart: each takes an entry of a list. */
const mostClasses = 2 ** 20;

/**
 * Chooses `size` of some samples at random, so that each class keeps its share, rounded down, the rest going to the largest
 * remainders.
 *
 * @param labels class indices `[count]`, whole numbers of at least 0
 * @param size from 0 to `count`
 * @param least the fewest of a class, 0 or 1: with 1, where `size` is enough for all classes, one that would get none gets a sample of the
 *   class that gets the most
 * @returns `[count]`: 1 for the chosen, 0 for the others
 * @throws RangeError for a size, a label or a least number out of range
 */
export function chooseStratified(
  labels: ArrayLike<number>,
  size: number,
  stream: RandomStream,
  least: 0 | 1 = 0,
): Uint8Array<ArrayBuffer> {
  if (typeof labels !== 'object' || labels === null) {
    throw new TypeError(`labels is an array of class indices; found ${String(labels)}`);
  }
  if (!Number.isSafeInteger(size) || size < 0 || size > labels.length) {
    throw new RangeError(
      `size is a whole number from 0 to the ${labels.length} labels; found ${String(size)}`,
    );
  }
  if (least !== 0 && least !== 1) throw new RangeError(`least is 0 or 1; found ${String(least)}`);
  const left = quotas(labels, size, least);
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
function quotas(labels: ArrayLike<number>, size: number, least: 0 | 1): Uint32Array {
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
  const present = counts.filter((count) => count > 0).length;
  if (least === 0 || size < present) return quota;
  for (const [label, count] of counts.entries()) {
    if (count === 0 || quota[label]! > 0) continue;
    quota[quota.indexOf(quota.reduce((most, each) => Math.max(most, each), 0))]! -= 1;
    quota[label] = 1;
  }
  return quota;
}
