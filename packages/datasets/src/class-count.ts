/** One more than the highest label. */
export function classCount(labels: Iterable<number>): number {
  let highest = -1;
  for (const label of labels) if (label > highest) highest = label;
  return highest + 1;
}
