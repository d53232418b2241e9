import { RandomStream } from '@atelier/random';
import type { LabelledImages } from '@atelier/datasets/browser';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ClassPictures, FirstLayer, LabelledPicture } from '../messages.ts';

/** The most units shown: more pictures would add nothing. */
const mostUnitsShown = 64;
/** This share of the weights is within the scale of colours. */
const fullColourShare = 0.995;
/** Of equal visual weight, distinguishable with any kind of colour vision; the same as in figures. */
const negative = [0, 114, 206] as const;
const positive = [222, 98, 0] as const;

interface PicturesWanted {
  readonly seed: number;
  readonly perClass: number;
  /** They are chosen among the first so many. */
  readonly among: number;
}

/** Some random training pictures of each class, the same for the same seed. */
export function classPictures(
  images: LabelledImages,
  classes: number,
  { seed, perClass, among }: PicturesWanted,
): ClassPictures[] {
  const size = images.height * images.width * images.channels;
  const counts = new Uint32Array(classes);
  for (const label of images.labels) counts[label]! += 1;
  const chosen = Array.from({ length: classes }, (): number[] => []);
  const order = new RandomStream(seed, 'data grid').permutation(Math.min(among, images.count));
  for (const index of order) {
    const ofClass = chosen[images.labels[index]!];
    if (ofClass && ofClass.length < perClass) ofClass.push(index);
  }
  return chosen.map((indices, label) => {
    const pixels = new Uint8Array(indices.length * size);
    for (const [place, index] of indices.entries()) pixels.set(pictureAt(images, index), place * size);
    return { label, count: counts[label]!, pixels };
  });
}

/** A copy of one picture, to be posted. */
export function labelledPicture(images: LabelledImages, index: number): LabelledPicture {
  return { index, label: images.labels[index]!, pixels: Uint8Array.from(pictureAt(images, index)) };
}

/** Some pictures as samples of their own, in the order of `indices`. */
export function gather(images: LabelledImages, indices: readonly number[]): LabelledImages {
  const { height, width, channels } = images;
  const size = height * width * channels;
  const pixels = new Uint8Array(indices.length * size);
  for (const [place, index] of indices.entries()) pixels.set(pictureAt(images, index), place * size);
  const labels = Uint8Array.from(indices, (index) => images.labels[index]!);
  return { images: pixels, labels, count: indices.length, height, width, channels };
}

/** The weights of the first layer that has any, if it is a convolution, or a dense layer that sees the pixels themselves. */
export function firstLayer(
  model: LayersModel,
  { height, width, channels }: PictureSize,
  classes: number,
): Omit<FirstLayer, 'place'> | undefined {
  const first = model.layers.find((layer) => layer.getWeights().length > 0);
  const kernel = first?.getWeights()[0];
  if (!first || !kernel) return undefined;
  const kind = { Dense: 'units', Conv2D: 'filters' } as const;
  const className = first.getClassName();
  if (className !== 'Dense' && className !== 'Conv2D') return undefined;
  const size = className === 'Dense' ? { height, width } : sizeOfFilters(kernel.shape);
  const inputs = size.height * size.width;
  const units = kernel.shape.at(-1)!;
  if (kernel.size !== inputs * channels * units) return undefined;
  const shownUnits = Math.min(units, mostUnitsShown);
  const weights = channelSums(kernel.dataSync(), channels, units);
  const pictures = weightPictures(weights, { inputs, units, shownUnits });
  const unitsAreClasses = isTemplates(model, first, classes);
  return { kind: kind[className], units, unitsAreClasses, pictures, shownUnits, ...size };
}

/** Whether a layer's units are the classes: each then has a template of its own. */
export function isTemplates(
  model: LayersModel,
  layer: LayersModel['layers'][number],
  classes: number,
): boolean {
  return layer === model.layers.at(-1) && layer.getWeights()[0]?.shape.at(-1) === classes;
}

/** A kernel `[inputs, channels, units]` as one for gray pictures, `[inputs, units]`. */
function channelSums(kernel: ArrayLike<number>, channels: number, units: number): ArrayLike<number> {
  if (channels === 1) return kernel;
  const sums = new Float32Array(kernel.length / channels);
  for (let at = 0; at < kernel.length; at++) {
    sums[Math.floor(at / (channels * units)) * units + (at % units)]! += kernel[at]!;
  }
  return sums;
}

function sizeOfFilters([height = 1, width = 1]: readonly number[]): Pick<PictureSize, 'height' | 'width'> {
  return { height, width };
}

export type PictureSize = Pick<LabelledImages, 'height' | 'width' | 'channels'>;

interface KernelShape {
  readonly inputs: number;
  readonly units: number;
  readonly shownUnits: number;
}

/**
 * A kernel `[inputs, units]` as pictures: blue below zero, orange above, nothing at zero. All units share one scale; the
 * few extreme weights of pixels that are nearly always blank don't set it.
 */
export function weightPictures(
  kernel: ArrayLike<number>,
  { inputs, units, shownUnits }: KernelShape,
): Uint8ClampedArray<ArrayBuffer> {
  const sizes = Float32Array.from(kernel, Math.abs).sort();
  const full = sizes[Math.floor(sizes.length * fullColourShare)] || 1;
  const pictures = new Uint8ClampedArray(shownUnits * inputs * 4);
  for (let unit = 0; unit < shownUnits; unit++) {
    for (let input = 0; input < inputs; input++) {
      const weight = kernel[input * units + unit]!;
      const colour = weight < 0 ? negative : positive;
      const at = (unit * inputs + input) * 4;
      pictures[at] = colour[0];
      pictures[at + 1] = colour[1];
      pictures[at + 2] = colour[2];
      pictures[at + 3] = (Math.abs(weight) / full) * 255;
    }
  }
  return pictures;
}

function pictureAt({ images, height, width, channels }: LabelledImages, index: number): Uint8Array {
  const size = height * width * channels;
  return images.subarray(index * size, (index + 1) * size);
}
