/** A Gaussian distribution of rows of statistics. */
export interface Gaussian {
  /** `[size]` */
  readonly mean: Float64Array;
  /** The lower Cholesky factor of its covariance, by rows: `[triangleOf(size)]`. */
  readonly factor: Float64Array;
}

/** A row of statistics, and the group that it belongs to. */
export interface GroupedRow {
  readonly row: Float64Array;
  readonly group: number;
}

/** Added to each variance: differences of statistics below a hundredth say nothing. */
const ridge = 1e-4;

/** A group's covariance counts as much as that of all groups if it has this many rows. */
const pooledWeight = 60;

export function triangleOf(size: number): number {
  return (size * (size + 1)) / 2;
}

/** The distribution of each group that has rows. */
export function gaussiansOf(rows: readonly GroupedRow[]): Gaussian[] {
  const members: Float64Array[][] = [];
  for (const { row, group } of rows) (members[group] ??= []).push(row);
  const present = Object.values(members);
  const means = present.map(meanOf);
  const sums = present.map((each, group) => scatterOf(each, means[group]!));
  const pooled = sums[0]!.map((_, at) => sums.reduce((sum, each) => sum + each[at]!, 0) / rows.length);
  return present.map(({ length }, group) => {
    const covariance = sums[group]!.map(
      (sum, at) => (sum + pooledWeight * pooled[at]!) / (length + pooledWeight),
    );
    return { mean: means[group]!, factor: cholesky(covariance, means[group]!.length) };
  });
}

/**
 * The least squared Mahalanobis distance of a row to a distribution.
 *
 * @param guess the index of the distribution that is tried first: with a near one, most others are given up early
 */
export function nearest(gaussians: readonly Gaussian[], row: Float64Array, guess = 0): number {
  const solved = new Float64Array(row.length);
  const first = gaussians[guess];
  let least = first ? distanceTo(first, row, Infinity, solved) : Infinity;
  for (const each of gaussians) {
    if (each !== first) least = Math.min(least, distanceTo(each, row, least, solved));
  }
  return least;
}

/** The squared distance, or any value above `least` where it is more than that. */
function distanceTo(
  { mean, factor }: Gaussian,
  row: Float64Array,
  least: number,
  solved: Float64Array,
): number {
  let distance = 0;
  for (let i = 0, at = 0; i < row.length && distance < least; i++) {
    let rest = row[i]! - mean[i]!;
    for (let j = 0; j < i; j++, at++) rest -= factor[at]! * solved[j]!;
    const value = rest / factor[at++]!;
    solved[i] = value;
    distance += value * value;
  }
  return distance;
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(rows[0]!.length);
  for (const row of rows) for (let i = 0; i < row.length; i++) mean[i]! += row[i]! / rows.length;
  return mean;
}

/** Sums of products of deviations, the lower triangle by rows. */
function scatterOf(rows: readonly Float64Array[], mean: Float64Array): Float64Array {
  const sums = new Float64Array(triangleOf(mean.length));
  const own = new Float64Array(mean.length);
  for (const row of rows) {
    for (let i = 0, at = 0; i < own.length; i++) {
      const deviation = row[i]! - mean[i]!;
      own[i] = deviation;
      for (let j = 0; j <= i; j++, at++) sums[at]! += deviation * own[j]!;
    }
  }
  return sums;
}

/** The lower factor of a covariance with the ridge, both as lower triangles by rows. */
function cholesky(covariance: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(covariance.length);
  for (let i = 0, rowI = 0; i < size; rowI += ++i) {
    for (let j = 0, rowJ = 0; j <= i; rowJ += ++j) {
      let sum = covariance[rowI + j]! + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= factor[rowI + k]! * factor[rowJ + k]!;
      factor[rowI + j] = i === j ? Math.sqrt(Math.max(sum, ridge)) : sum / factor[rowJ + j]!;
    }
  }
  return factor;
}
