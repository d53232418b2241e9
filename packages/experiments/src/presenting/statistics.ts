import { studentQuantile } from './student.ts';

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

/** A number over the seeds. */
export interface Spread {
  /** One per seed, in order. */
  readonly values: readonly number[];
  readonly mean: number;
  /** Half of the 95 % interval of the mean, by Student's t. `undefined` with one seed, which has no interval. */
  readonly half: number | undefined;
  readonly range: readonly [low: number, high: number];
}

export function spreadOf(values: readonly number[]): Spread {
  const { length } = values;
  const half =
    length < 2 ? undefined : (studentQuantile(length - 1) * standardDeviation(values)) / Math.sqrt(length);
  return { values, mean: mean(values), half, range: range(values) };
}

/** `one - other`, paired over the seeds that both have: what a seed does to both cancels out. */
export function differenceOf(one: Spread, other: Spread): Spread {
  const pairs = Math.min(one.values.length, other.values.length);
  return spreadOf(one.values.slice(0, pairs).map((value, seed) => value - other.values[seed]!));
}

/** Whether other seeds could make the difference 0, or turn it round: its interval holds 0, or there is none. */
export function isChance({ mean: centre, half }: Spread): boolean {
  return half === undefined || !(Math.abs(centre) > half);
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
