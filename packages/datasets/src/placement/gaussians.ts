/** A Gaussian distribution of rows of statistics. */
export interface Gaussian {
  /** `[size]` */
  readonly mean: Float64Array;
  /** The lower Cholesky factor of its covariance, by rows: `[triangleOf(size)]`. */
  readonly factor: Float64Array;
}

/** The statistics of a picture. */
export interface Described {
  /** The group that it belongs to. */
  readonly group: number;
  /** `[size]` */
  readonly row: Float64Array;
  /** Those of the picture softened: pictures that were enlarged or shrunk are a little blurred, so each counts twice. */
  readonly soft: Float64Array;
}

/** Added to each variance: differences of statistics below a hundredth say nothing. */
const ridge = 1e-4;

/** A group's covariance counts as much as that of all groups if it has this many rows. */
const pooledWeight = 60;

export function triangleOf(size: number): number {
  return (size * (size + 1)) / 2;
}

/** The sums of a group's rows and of their products: those of two parts of a group, added, are those of the group. */
export interface Moments {
  readonly count: number;
  /** `[size]` */
  readonly sum: Float64Array;
  /** The lower triangle by rows: `[triangleOf(size)]`. Rows are of about 1, so that little is lost to the subtraction of the means'. */
  readonly products: Float64Array;
}

/** @param groups above every group of the pictures, of which there is at least one */
export function momentsOf(pictures: readonly Described[], groups: number): Moments[] {
  const size = pictures[0]!.row.length;
  const moments = Array.from({ length: groups }, () => ({
    count: 0,
    sum: new Float64Array(size),
    products: new Float64Array(triangleOf(size)),
  }));
  for (const picture of pictures) {
    const own = moments[picture.group]!;
    own.count += 2;
    addRows(picture, own);
  }
  return moments;
}

function addRows({ row, soft }: Described, { sum, products }: Moments): void {
  for (let i = 0, at = 0; i < row.length; i++) {
    const one = row[i]!;
    const other = soft[i]!;
    sum[i]! += one + other;
    for (let j = 0; j <= i; j++, at++) products[at]! += one * row[j]! + other * soft[j]!;
  }
}

export function addMoments(some: Moments, others: Moments): Moments {
  return {
    count: some.count + others.count,
    sum: some.sum.map((each, at) => each + others.sum[at]!),
    products: some.products.map((each, at) => each + others.products[at]!),
  };
}

/** The distribution of each group that has rows. */
export function gaussiansOf(groups: readonly Moments[]): Gaussian[] {
  const present = groups.filter(({ count }) => count > 0);
  const means = present.map(({ sum, count }) => sum.map((each) => each / count));
  const scatters = present.map((moments, group) => scatterOf(moments, means[group]!));
  const rows = present.reduce((sum, { count }) => sum + count, 0);
  const pooled = scatters[0]!.map((_, at) => scatters.reduce((sum, each) => sum + each[at]!, 0) / rows);
  return present.map(({ count }, group) => {
    const covariance = scatters[group]!.map(
      (sum, at) => (sum + pooledWeight * pooled[at]!) / (count + pooledWeight),
    );
    return { mean: means[group]!, factor: cholesky(covariance, means[group]!.length) };
  });
}

/**
 * The least squared Mahalanobis distance of a row to a distribution.
 *
 * @param guess the index of the distribution that is tried first: with a near one, most others are given up early
 * @param enough a distance of at most this may be returned in place of the least
 */
export function nearest(gaussians: readonly Gaussian[], row: Float64Array, guess = 0, enough = 0): number {
  const solved = new Float64Array(row.length);
  const first = gaussians[guess];
  let least = first ? distanceTo(first, row, Infinity, solved) : Infinity;
  for (const each of gaussians) {
    if (least <= enough) break;
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

/** Sums of products of deviations, the lower triangle by rows. */
function scatterOf({ sum, products }: Moments, mean: Float64Array): Float64Array {
  const scatter = products.slice();
  for (let i = 0, at = 0; i < mean.length; i++) {
    for (let j = 0; j <= i; j++, at++) scatter[at]! -= sum[i]! * mean[j]!;
  }
  return scatter;
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
