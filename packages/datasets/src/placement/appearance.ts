import type { LabelledImages } from '../images.ts';
import {
  addMoments,
  type Described,
  type Gaussian,
  gaussiansOf,
  momentsOf,
  nearest,
  triangleOf,
} from './gaussians.ts';
import {
  earlierStatisticsCount,
  earlierStatisticsOf,
  type GrayPlane,
  grayOf,
  negative,
  softened,
  statisticsCount,
  statisticsOf,
} from './statistics.ts';

/** What the pictures of a training set look like: per class, the Gaussian distribution of a few statistics. */
export interface Appearance {
  /** Distributions. */
  readonly groups: number;
  /**
   * Base64 of little-endian int16, in units of 2^-14: for each group the mean, and the lower triangle of its covariance's Cholesky factor
   * by rows. In earlier files float32, of fewer statistics.
   */
  readonly values: string;
  /**
   * The distance, squared, within which all but 6 in 1,000 training pictures lie that were not used to make the distributions, both as
   * they are and a little blurred.
   */
  readonly limit: number;
}

/** More classes than this share one distribution. */
const mostGroups = 32;

/** Fewer pictures say nothing. */
const fewestPictures = 200;

/**
 * @param indices of pictures to look at, in order; the others are not read
 * @param brighter whether objects are brighter than the background: otherwise pictures are looked at as negatives
 */
export function measureAppearance(
  images: LabelledImages,
  classes: number,
  indices: readonly number[],
  brighter: boolean,
): Appearance | undefined {
  if (indices.length < fewestPictures) return undefined;
  const groups = classes > mostGroups ? 1 : classes;
  // Each half is compared with distributions of the other half. Of each group, every second picture: their order may have a pattern.
  const halves: readonly [Described[], Described[]] = [[], []];
  const before: number[] = [];
  const size = images.height * images.width;
  const [own, blurred] = [new Float32Array(size), new Float32Array(size)];
  for (const index of indices) {
    const gray = grayOf(images, index, own);
    const plane = brighter ? gray : negative(gray);
    const group = groups === 1 ? 0 : images.labels[index]!;
    const at = before[group] ?? 0;
    before[group] = at + 1;
    const share = (1 + (Math.floor(at / 2) % 4)) / 16;
    const soft = statisticsOf(softened(plane, share, blurred));
    halves[at % 2 === 0 ? 0 : 1].push({ group, row: statisticsOf(plane), soft });
  }
  const [first, second] = [momentsOf(halves[0], groups), momentsOf(halves[1], groups)];
  // The largest distances, ascending: below their first, none has to be known.
  const largest = new Float64Array(indices.length - Math.floor(0.994 * indices.length));
  for (const half of halves) {
    const others = gaussiansOf(half === halves[0] ? second : first);
    for (const { group, row, soft } of half) {
      const known = largest[0]!;
      const distance = Math.max(nearest(others, row, group, known), nearest(others, soft, group, known));
      if (distance <= known) continue;
      largest[0] = distance;
      largest.sort();
    }
  }
  const distributions = gaussiansOf(first.map((some, group) => addMoments(some, second[group]!)));
  return {
    groups: distributions.length,
    values: pack(distributions),
    limit: largest[0]!,
  };
}

/**
 * How far a picture is from those of the training set: 1 is as far as the farthest 6 in 1,000 of these.
 *
 * @param images of which the first is looked at
 * @param brighter as it was measured with
 */
export function strangeness(
  appearance: Appearance,
  images: Pick<LabelledImages, 'images' | 'height' | 'width' | 'channels'>,
  brighter: boolean,
): number {
  const found = unpackedOnce.get(appearance) ?? unpack(appearance);
  if (!found) return Number.NaN;
  unpackedOnce.set(appearance, found);
  return Math.sqrt(
    nearest(found.distributions, found.statistics(grayOf(images, 0), brighter)) / appearance.limit,
  );
}

/** Of a model that looks at many pictures. */
const unpackedOnce = new WeakMap<Appearance, Unpacked>();

const unit = 2 ** -14;

function pack(distributions: readonly Gaussian[]): string {
  let binary = '';
  for (const { mean, factor } of distributions) {
    for (const values of [mean, factor]) {
      for (let at = 0; at < values.length; at++) {
        const steps = Math.max(-32_768, Math.min(32_767, Math.round(values[at]! / unit)));
        binary += String.fromCharCode(steps & 255, (steps >> 8) & 255);
      }
    }
  }
  return btoa(binary);
}

interface Unpacked {
  readonly distributions: readonly Gaussian[];
  readonly statistics: (plane: GrayPlane, brighter: boolean) => Float64Array;
}

/** `undefined` for text that is not base64 of as many distributions. */
function unpack({ values, groups }: Appearance): Unpacked | undefined {
  const bytes = bytesOf(values);
  if (!bytes) return undefined;
  const view = new DataView(bytes.buffer);
  const read = (size: number, width: number, value: (at: number) => number): Gaussian[] | undefined => {
    const length = size + triangleOf(size);
    if (bytes.length !== groups * length * width) return undefined;
    return Array.from({ length: groups }, (_, group) => {
      const floats = Float64Array.from({ length }, (__, at) => value((group * length + at) * width));
      return { mean: floats.subarray(0, size), factor: floats.subarray(size) };
    });
  };
  const own = read(statisticsCount, 2, (at) => view.getInt16(at, true) * unit);
  if (own) {
    const statistics = (plane: GrayPlane, brighter: boolean): Float64Array =>
      statisticsOf(brighter ? plane : negative(plane));
    return { distributions: own, statistics };
  }
  const earlier = read(earlierStatisticsCount, 4, (at) => view.getFloat32(at, true));
  return earlier && { distributions: earlier, statistics: earlierStatisticsOf };
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
