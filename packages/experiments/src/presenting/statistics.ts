/** NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard deviation of a sample (n - 1); 0 of a single value. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/** Lowest and highest, for a band around a mean. */
export function range(values: readonly number[]): [low: number, high: number] {
  return [Math.min(...values), Math.max(...values)];
}

/** The entry with the highest score; the first one in a tie. NaN is below all other scores. */
export function best<Entry>(entries: readonly Entry[], score: (entry: Entry) => number): Entry {
  const rank = (entry: Entry): number => {
    const value = score(entry);
    return Number.isNaN(value) ? -Infinity : value;
  };
  const [first, ...others] = entries;
  if (first === undefined) throw new RangeError('There is no best entry of an empty list');
  return others.reduce((winner, entry) => (rank(entry) > rank(winner) ? entry : winner), first);
}
