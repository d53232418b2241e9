import type { LabelledImages } from '../images.ts';
import { luma, quantile } from './pixels.ts';

/**
 * What the pictures of a training set look like: per class, the Gaussian distribution of a few statistics (how many pixels of each
 * brightness, how large the steps between neighbours, how bright each sixteenth of the frame).
 */
export interface Appearance {
  /** Distributions. */
  readonly groups: number;
  /** Base64 of little-endian float32: for each group the mean, and the lower triangle of its covariance's Cholesky factor by rows. */
  readonly values: string;
  /** The distance, squared, within which all but 8 in 1,000 training pictures lie that were not used to make the distributions. */
  readonly limit: number;
}

/** Lower ends of the ranges of brightness. */
const brightness = [0, 16, 48, 80, 112, 144, 176, 208, 240] as const;

/** The range of each byte. */
const rangeOf = Uint8Array.from({ length: 256 }, (_, value) =>
  brightness.findLastIndex((low) => value >= low),
);
const steps = 4;
const grid = 4;
const size = brightness.length + steps + grid * grid;
const triangle = (size * (size + 1)) / 2;

/** More classes than this share one distribution. */
const mostGroups = 32;

/** Fewer pictures say nothing. */
const fewestPictures = 200;

/** Added to each variance: differences of statistics below a hundredth say nothing. */
const ridge = 1e-4;

/** A class's covariance counts as much as that of all classes if it has this many pictures. */
const pooledWeight = 30;

/** @param indices of pictures to look at, in order; the others are not read */
export function measureAppearance(
  images: LabelledImages,
  classes: number,
  indices: readonly number[],
): Appearance | undefined {
  if (indices.length < fewestPictures) return undefined;
  const pictures = indices.map((index): Described => {
    return { row: statistics(images, index), group: classes > mostGroups ? 0 : images.labels[index]! };
  });
  // Each half is compared with distributions of the other half. Of each group, every second picture: their order may have a pattern.
  const halves: readonly [Described[], Described[]] = [[], []];
  const before: number[] = [];
  for (const picture of pictures) {
    const at = before[picture.group] ?? 0;
    before[picture.group] = at + 1;
    halves[at % 2 === 0 ? 0 : 1].push(picture);
  }
  const distances = halves.flatMap((half) => {
    const others = distributionsOf(half === halves[0] ? halves[1] : halves[0]);
    return half.map(({ row }) => nearest(others, row));
  });
  const values = distributionsOf(pictures);
  return {
    groups: values.length / (size + triangle),
    values: toBase64(values),
    limit: quantile(Float64Array.from(distances).sort(), 0.992),
  };
}

/** A picture's statistics, `[size]`, and the distribution that it belongs to. */
interface Described {
  readonly row: Float64Array;
  readonly group: number;
}

/** For each group that there is: the mean, and the factor of its covariance. */
function distributionsOf(pictures: readonly Described[]): Float32Array {
  const members: Float64Array[][] = [];
  for (const { row, group } of pictures) (members[group] ??= []).push(row);
  const present = Object.values(members);
  const means = present.map(meanOf);
  const sums = present.map((each, group) => scatterOf(each, means[group]!));
  const pooled = sums[0]!.map((_, at) => sums.reduce((sum, each) => sum + each[at]!, 0) / pictures.length);
  const values = new Float32Array(present.length * (size + triangle));
  for (const [group, { length }] of present.entries()) {
    const covariance = sums[group]!.map(
      (sum, at) => (sum + pooledWeight * pooled[at]!) / (length + pooledWeight),
    );
    values.set(means[group]!, group * (size + triangle));
    values.set(cholesky(covariance), group * (size + triangle) + size);
  }
  return values;
}

/**
 * How far a picture is from those of the training set: 1 is as far as the farthest 8 in 1,000 of these.
 *
 * @param images of which the first is looked at
 */
export function strangeness(
  { groups, values, limit }: Appearance,
  images: Pick<LabelledImages, 'images' | 'height' | 'width' | 'channels'>,
): number {
  const floats = fromBase64(values);
  if (floats?.length !== groups * (size + triangle)) return Number.NaN;
  return Math.sqrt(nearest(floats, statistics(images, 0)) / limit);
}

/** `[size]` */
function statistics(
  { images, height, width, channels }: Pick<LabelledImages, 'images' | 'height' | 'width' | 'channels'>,
  index: number,
): Float64Array {
  const pixels = height * width;
  const start = index * pixels * channels;
  const gray = new Float32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = start + pixel * channels;
    gray[pixel] = channels < 3 ? images[at]! : luma(images[at]!, images[at + 1]!, images[at + 2]!);
  }
  const sums = new Float64Array(size);
  const stepsAt = brightness.length;
  const gridAt = stepsAt + steps;
  const cells = new Float64Array(grid * grid);
  let [across, down, bendAcross, bendDown] = [0, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    const cellRow = Math.floor((y * grid) / height) * grid;
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const value = gray[pixel]!;
      sums[rangeOf[Math.floor(value)]!]! += 1;
      const cell = cellRow + Math.floor((x * grid) / width);
      sums[gridAt + cell]! += value;
      cells[cell]! += 1;
      if (x + 1 < width) {
        const right = gray[pixel + 1]! - value;
        across += Math.abs(right);
        if (x > 0) bendAcross += Math.abs(right - value + gray[pixel - 1]!);
      }
      if (y + 1 < height) {
        const below = gray[pixel + width]! - value;
        down += Math.abs(below);
        if (y > 0) bendDown += Math.abs(below - value + gray[pixel - width]!);
      }
    }
  }
  sums.set([across / 255, down / 255, bendAcross / 255, bendDown / 255], stepsAt);
  for (let at = 0; at < gridAt; at++) sums[at]! /= pixels;
  for (const [cell, count] of cells.entries()) sums[gridAt + cell]! /= 255 * Math.max(count, 1);
  return sums.map(Math.sqrt);
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(size);
  for (const row of rows) for (let i = 0; i < size; i++) mean[i]! += row[i]! / rows.length;
  return mean;
}

/** Sums of products of deviations, the lower triangle by rows. */
function scatterOf(rows: readonly Float64Array[], mean: Float64Array): Float64Array {
  const sums = new Float64Array(triangle);
  for (const row of rows) {
    for (let i = 0, at = 0; i < size; i++) {
      const own = row[i]! - mean[i]!;
      for (let j = 0; j <= i; j++, at++) sums[at]! += own * (row[j]! - mean[j]!);
    }
  }
  return sums;
}

/** The lower factor of a covariance with the ridge, both as lower triangles by rows. */
function cholesky(covariance: Float64Array): Float64Array {
  const factor = new Float64Array(triangle);
  for (let i = 0, rowI = 0; i < size; rowI += ++i) {
    for (let j = 0, rowJ = 0; j <= i; rowJ += ++j) {
      let sum = covariance[rowI + j]! + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= factor[rowI + k]! * factor[rowJ + k]!;
      factor[rowI + j] = i === j ? Math.sqrt(Math.max(sum, ridge)) : sum / factor[rowJ + j]!;
    }
  }
  return factor;
}

/** The least squared Mahalanobis distance to a group. */
function nearest(values: Float32Array, row: Float64Array): number {
  let least = Infinity;
  const solved = new Float64Array(size);
  for (let start = 0; start < values.length; start += size + triangle) {
    let distance = 0;
    for (let i = 0, at = start + size; i < size; i++) {
      let rest = row[i]! - values[start + i]!;
      for (let j = 0; j < i; j++, at++) rest -= values[at]! * solved[j]!;
      solved[i] = rest / values[at++]!;
      distance += solved[i]! ** 2;
    }
    least = Math.min(least, distance);
  }
  return least;
}

function toBase64(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [at, value] of values.entries()) view.setFloat32(4 * at, value, true);
  let binary = '';
  for (let at = 0; at < view.byteLength; at++) binary += String.fromCharCode(view.getUint8(at));
  return btoa(binary);
}

/** `undefined` for text that is not base64 of floats. */
function fromBase64(text: string): Float32Array | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  if (binary.length % 4 !== 0) return undefined;
  const view = new DataView(new ArrayBuffer(binary.length));
  for (let at = 0; at < binary.length; at++) view.setUint8(at, binary.charCodeAt(at));
  const values = new Float32Array(binary.length / 4);
  for (let at = 0; at < values.length; at++) values[at] = view.getFloat32(4 * at, true);
  return values;
}
