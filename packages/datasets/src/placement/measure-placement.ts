import { checkCount, checkOptions, checkSeed } from '@atelier/checks';
import { chooseStratified, RandomStream } from '@atelier/random';
import { checkLabelled } from '../check-labelled.ts';
import type { LabelledImages } from '../images.ts';
import { measureAppearance } from './appearance.ts';
import { findObject } from './find-object.ts';
import { quantile, ringOf } from './pixels.ts';
import type { Placement, Range } from './placement.ts';

/** Pictures that are looked at: as many as have this many values, within limits. */
const values = 1_250_000;
const fewest = 400;
const most = 1600;

/** In at most this many of them, background and object are measured. */
const mostMeasured = 400;

/** Border pixels this near the commonest colour are background. */
const tolerance = 24;

/** Differences up to this are noise. */
const noise = 16;

/** Pixels whose channels differ by no more than this are gray. */
const grayTolerance = 8;

/** Options of `measurePlacement`. */
export interface MeasuringOptions {
  /**
   * The run's seed, an integer from 0 to 2^53 - 1, which chooses the pictures that are looked at.
   *
   * @default 0
   */
  readonly seed?: number;
}

/**
 * Measures how the pictures of a training set lie in their frames, and what they look like.
 *
 * @param images the training pictures; of many, 1,600 are looked at, or fewer if they are large; of each class its share
 * @param classes the number of classes, above every label
 * @throws TypeError for data that are not labelled images, or an unknown option
 * @throws RangeError when the arrays are not as long as the sizes say, or a label is not below `classes`
 */
export function measurePlacement(
  images: LabelledImages,
  classes: number,
  options: MeasuringOptions = {},
): Placement {
  checkLabelled('measurePlacement', images);
  checkClasses(images, classes);
  checkOptions('measurePlacement', options, { seed: true });
  const { seed = 0 } = options;
  checkSeed(seed);
  const chosen = choose(images, seed);
  const step = Math.ceil(chosen.length / mostMeasured);
  const measured = chosen.filter((_, at) => at % step === 0);
  const level = commonestColour(images, measured);
  const objects = measured.flatMap((index) => objectIn(images, index, level) ?? []);
  const range = (of: (object: Measured) => number): Range => rangeOf(objects.map(of));
  const boxes = { x: range(({ boxX }) => boxX), y: range(({ boxY }) => boxY) };
  const masses = { x: range(({ massX }) => massX), y: range(({ massY }) => massY) };
  const centredBy = spreadOf(masses) < spreadOf(boxes) ? 'mass' : 'box';
  const brighter = objects.reduce((sum, object) => sum + object.brighter, 0) >= 0;
  return {
    background: objects.length > 0 && isPlain(images, measured, level) ? level : null,
    colour: images.channels > 1 && hasColour(images, measured),
    brighter,
    fill: range(({ fill }) => fill),
    centredBy,
    ...(centredBy === 'mass' ? masses : boxes),
    contrast: range(({ contrast }) => contrast),
    appearance: measureAppearance(images, classes, chosen, brighter),
  };
}

function checkClasses({ labels }: LabelledImages, classes: number): void {
  checkCount('classes', classes);
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0) {
    throw new RangeError(
      `measurePlacement takes labels from 0 to ${classes - 1}; found ${labels[wrong]} at index ${wrong}`,
    );
  }
}

/** Indices of pictures to look at, in their order. */
function choose({ labels, count, height, width, channels }: LabelledImages, seed: number): readonly number[] {
  const wanted = Math.max(fewest, Math.min(most, Math.floor(values / (height * width * channels))));
  const chosen = chooseStratified(labels, Math.min(count, wanted), new RandomStream(seed, 'placement'));
  const indices: number[] = [];
  for (let index = chosen.indexOf(1); index >= 0; index = chosen.indexOf(1, index + 1)) indices.push(index);
  return indices;
}

/** An object's place in its frame, in shares of the frame's sides. */
interface Measured {
  readonly fill: number;
  readonly boxX: number;
  readonly boxY: number;
  readonly massX: number;
  readonly massY: number;
  readonly contrast: number;
  /** Above 0 if it is brighter than the background. */
  readonly brighter: number;
}

function objectIn(
  { images, height, width, channels }: LabelledImages,
  index: number,
  level: readonly number[],
): Measured | undefined {
  const difference = new Float32Array(height * width);
  const start = index * height * width * channels;
  let brighter = 0;
  for (let pixel = 0; pixel < difference.length; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const own = images[start + pixel * channels + channel]! - level[channel]!;
      brighter += own;
      difference[pixel] = Math.max(difference[pixel]!, Math.abs(own));
    }
  }
  const object = findObject(difference, width, height, noise);
  if (!object) return undefined;
  const { left, top, right, bottom, massX, massY, contrast } = object;
  return {
    fill: Math.max((right - left) / width, (bottom - top) / height),
    boxX: (left + right) / 2 / width,
    boxY: (top + bottom) / 2 / height,
    massX: massX / width,
    massY: massY / height,
    contrast,
    brighter: Math.sign(brighter),
  };
}

/** The commonest value of each channel along the borders. */
function commonestColour(
  { images, height, width, channels }: LabelledImages,
  chosen: readonly number[],
): readonly number[] {
  const ring = ringOf(width, height);
  return Array.from({ length: channels }, (_, channel) => {
    const counts = new Uint32Array(256);
    for (const index of chosen) {
      const start = index * height * width;
      for (const pixel of ring) counts[images[(start + pixel) * channels + channel]!]! += 1;
    }
    return counts.indexOf(counts.reduce((highest, each) => Math.max(highest, each), 0));
  });
}

/** Whether at least half of all borders has one colour. */
function isPlain(
  { images, height, width, channels }: LabelledImages,
  chosen: readonly number[],
  level: readonly number[],
): boolean {
  const ring = ringOf(width, height);
  let near = 0;
  for (const index of chosen) {
    for (const pixel of ring) {
      const at = (index * height * width + pixel) * channels;
      if (level.every((value, channel) => Math.abs(images[at + channel]! - value) <= tolerance)) near++;
    }
  }
  return near >= (ring.length * chosen.length) / 2;
}

/** Whether more than one pixel in a hundred has a colour. */
function hasColour({ images, height, width, channels }: LabelledImages, chosen: readonly number[]): boolean {
  const size = height * width;
  let coloured = 0;
  for (const index of chosen) {
    for (let at = index * size * channels; at < (index + 1) * size * channels; at += channels) {
      for (let channel = 1; channel < channels; channel++) {
        if (Math.abs(images[at + channel]! - images[at]!) <= grayTolerance) continue;
        coloured++;
        break;
      }
    }
  }
  return coloured > (size * chosen.length) / 100;
}

function rangeOf(found: readonly number[]): Range {
  const sorted = Float64Array.from(found).sort();
  if (sorted.length === 0) return [0, 0.5, 1];
  const at = (share: number): number => Number(quantile(sorted, share).toFixed(4));
  return [at(0.01), at(0.5), at(0.99)];
}

function spreadOf({ x, y }: { readonly x: Range; readonly y: Range }): number {
  return x[2] - x[0] + (y[2] - y[0]);
}
