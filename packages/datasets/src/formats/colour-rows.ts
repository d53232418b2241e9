import type { LabelledImages } from '../images.ts';
import { withChannelsLast } from './channels-last.ts';

/** How images of several channels that are rows of pixels are read. */
export interface ColourRows {
  /** What the user is told. */
  readonly notes: readonly string[];
  /** Images whose rows were taken as they are, with their channels last. */
  readonly read: (images: LabelledImages) => LabelledImages;
}

const asTheyAre = (images: LabelledImages): LabelledImages => images;

/** Channels one after the other have less than this share of the differences that neighbours would have otherwise. */
const clearly = 0.8;

/** The least side of images whose neighbours tell something. */
const leastSide = 4;

/**
 * Finds whether rows have the channels of each pixel together, or one channel after the other, as CIFAR's files for Python have. Nothing
 * says it, but neighbours differ less in images that are read as they are. In doubt, they are together.
 *
 * @param rows images whose rows were taken as they are
 */
export function colourRows(rows: LabelledImages): ColourRows {
  const { height, width, channels } = rows;
  if (channels === 1) return { notes: [], read: asTheyAre };
  const arePlanes =
    Math.min(height, width) >= leastSide &&
    !isGray(rows) &&
    differences(rows, [height * width, 1]) < clearly * differences(rows, [1, channels]);
  return arePlanes
    ? { notes: ['Rows of pixels have their channels first: they are moved last'], read: withChannelsLast }
    : { notes: ['Rows of pixels are taken to have the channels of each pixel together'], read: asTheyAre };
}

/** Pixels that are compared: some hundred small images. */
const mostCompared = 2 ** 20;

/**
 * The differences between neighbours in a sample of images, summed.
 *
 * @param steps from a channel to the next, and from a pixel to the next in its row
 */
function differences(rows: LabelledImages, [channelStep, pixelStep]: readonly [number, number]): number {
  const { images, height, width, channels } = rows;
  let sum = 0;
  for (const start of sampledStarts(rows)) {
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < height * width; pixel++) {
        const at = start + channel * channelStep + pixel * pixelStep;
        const value = images[at]!;
        if ((pixel + 1) % width > 0) sum += Math.abs(value - images[at + pixelStep]!);
        if (pixel + width < height * width) sum += Math.abs(value - images[at + width * pixelStep]!);
      }
    }
  }
  return sum;
}

/** Where each image of a sample starts. */
function sampledStarts({ count, height, width, channels }: LabelledImages): number[] {
  const size = height * width * channels;
  const sampled = Math.min(count, Math.ceil(mostCompared / size));
  return Array.from({ length: sampled }, (_, index) => Math.floor((index * count) / sampled) * size);
}

/** Whether the channels of a pixel are equal where rows have them together. As planes, such pictures would have every value three times. */
function isGray(rows: LabelledImages): boolean {
  const { images, height, width, channels } = rows;
  const size = height * width * channels;
  return sampledStarts(rows).every((start) => {
    for (let at = start; at < start + size; at++) {
      if (images[at] !== images[at - ((at - start) % channels)]) return false;
    }
    return true;
  });
}
