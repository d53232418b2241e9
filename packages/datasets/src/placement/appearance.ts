import type { LabelledImages } from '../images.ts';
import { type Gaussian, gaussiansOf, type GroupedRow, nearest, triangleOf } from './gaussians.ts';
import { quantile } from './pixels.ts';
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
  // Each half is compared with distributions of the other half. Of each group, every second picture: their order may have a pattern.
  const halves: readonly [Described[], Described[]] = [[], []];
  const before: number[] = [];
  const size = images.height * images.width;
  const [own, blurred] = [new Float32Array(size), new Float32Array(size)];
  const pictures = indices.map((index): Described => {
    const gray = grayOf(images, index, own);
    const plane = brighter ? gray : negative(gray);
    const group = classes > mostGroups ? 0 : images.labels[index]!;
    const at = before[group] ?? 0;
    before[group] = at + 1;
    const share = (1 + (Math.floor(at / 2) % 4)) / 16;
    const picture = { group, row: statisticsOf(plane), soft: statisticsOf(softened(plane, share, blurred)) };
    halves[at % 2 === 0 ? 0 : 1].push(picture);
    return picture;
  });
  const distances = halves.flatMap((half) => {
    const others = distributionsOf(half === halves[0] ? halves[1] : halves[0]);
    return half.map(({ group, row, soft }) =>
      Math.max(nearest(others, row, group), nearest(others, soft, group)),
    );
  });
  const distributions = distributionsOf(pictures);
  return {
    groups: distributions.length,
    values: pack(distributions),
    limit: quantile(Float64Array.from(distances).sort(), 0.994),
  };
}

interface Described extends GroupedRow {
  readonly soft: Float64Array;
}

/** Pictures that were enlarged or shrunk are a little blurred: each counts as it is, and softened. */
function distributionsOf(pictures: readonly Described[]): Gaussian[] {
  return gaussiansOf(
    pictures.flatMap(({ group, row, soft }) => [
      { group, row },
      { group, row: soft },
    ]),
  );
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
