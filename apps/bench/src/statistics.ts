export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/**
 * The median of an even number of values is the mean of the two in the middle.
 *
 * @throws RangeError when there are no values
 */
export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError('No values to summarize');
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return { min, median: middle.reduce((sum, value) => sum + value, 0) / middle.length, max };
}
