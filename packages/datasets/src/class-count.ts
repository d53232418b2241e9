/**
 * The largest number of classes that labels may imply. A damaged 32-bit label could otherwise make a model with two
 * billion outputs; the largest image classification sets have 21,841.
 */
export const maxClasses: number = 2 ** 16;

/** One more than the highest label. */
export function classCount(labels: Iterable<number>): number {
  let highest = -1;
  for (const label of labels) if (label > highest) highest = label;
  return highest + 1;
}
