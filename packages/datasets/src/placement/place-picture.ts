import { checkPicture, checkShape, inkLevel, type Picture, planesOf } from '../fit-picture.ts';
import { strangeness } from './appearance.ts';
import { backgroundOf } from './background.ts';
import { findObject, type FoundObject } from './find-object.ts';
import { mapPixels, quantile, ringOf } from './pixels.ts';
import type { Placement, Range } from './placement.ts';
import { resample, type Window } from './resample.ts';

/** A picture as the training pictures were, and what was done to it. */
export interface PlacedPicture {
  /** `[height, width, channels]` */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Whether there is nothing to see: the picture has one colour. */
  readonly blank: boolean;
  /** Whether bright and dark were swapped. */
  readonly inverted: boolean;
  /** Whether it was cut out or moved, so that its object is as large and where training pictures have it. */
  readonly moved: boolean;
  /** Whether faint differences from the background were made as strong as in training pictures. */
  readonly strengthened: boolean;
  /** Whether training pictures have a plain background, and this one has none: it was taken as a whole. */
  readonly cluttered: boolean;
  /** How far it is from the training pictures: 1 is as far as the farthest 6 in 1,000 of them. Absent if that is not known. */
  readonly strangeness?: number;
}

/** A picture with smaller differences than this, of 255, is blank. */
const leastContrast = 12;

/** What is not transparent differs by this much, of 255, from the training pictures' background, or is put on the opposite one. */
const leastInk = 32;

/** Rounding to pixels moves an object by this much, as a share of the frame, in pixels of the model. */
const slack = 0.6;

/**
 * Places a picture as the pictures were that a model was trained on: its object is found, cut out, scaled, moved, and put on the
 * same background, unless it lies like one of them already. Transparent pixels are that background, if anything can be seen on it.
 *
 * @param picture of at most some hundred pixels a side; see `longestSide`
 * @param shape `[height, width, channels]` of the model's images: gray for 1 channel, colours for 3
 * @param placement as `measurePlacement` measured it
 * @throws TypeError for what is not a picture
 * @throws RangeError for another number of channels, or pixels that are not `width * height * 4`
 */
export function placePicture(
  picture: Picture,
  shape: readonly [number, number, number],
  placement: Placement,
): PlacedPicture {
  checkPicture(picture);
  checkShape(shape);
  const placed = placeChecked(picture, shape, placement);
  if (placed.blank || !placement.appearance) return placed;
  const [height, width, channels] = shape;
  const images = { images: placed.pixels, height, width, channels };
  return { ...placed, strangeness: strangeness(placement.appearance, images) };
}

/** The same for arguments that are known to be right, without looking how strange the picture is: what exported modules contain. */
export function placeChecked(
  picture: Picture,
  shape: readonly [number, number, number],
  placement: Placement,
): Omit<PlacedPicture, 'strangeness'> {
  const [height, width, channels] = shape;
  const { background } = placement;
  const { colour } = placement;
  const seen = background && (colour || Math.abs(inkLevel(picture.data) - background[0]!) >= leastInk);
  const planes = planesOf(picture, colour ? 3 : 1, seen ? background : null);
  const contents = background
    ? onPlainBackground(picture, planes, shape, placement, background)
    : asItIs(picture, planes, shape);
  const pixels = new Uint8Array(height * width * channels);
  for (let channel = 0; channel < channels; channel++) {
    const plane = contents.planes[channel] ?? contents.planes[0]!;
    for (const [pixel, value] of plane.entries()) pixels[pixel * channels + channel] = Math.round(value);
  }
  const { planes: _, ...done } = contents;
  return { ...done, pixels };
}

type Contents = Omit<PlacedPicture, 'pixels' | 'strangeness'> & { readonly planes: readonly Float32Array[] };

const untouched = { blank: false, inverted: false, moved: false, strengthened: false, cluttered: false };

/** The whole picture, with its proportions, in the middle. */
function asItIs(
  picture: Picture,
  planes: readonly Float32Array[],
  [height, width]: readonly [number, number, number],
  outside: (channel: number) => number = () => 0,
): Contents {
  const window = wholeWindow(picture, width, height);
  return {
    ...untouched,
    blank: planes.every((plane) => spreadOf(plane) < leastContrast),
    planes: planes.map((plane, channel) =>
      resample(plane, picture, window, { width, height }, outside(channel)),
    ),
  };
}

function onPlainBackground(
  picture: Picture,
  planes: readonly Float32Array[],
  shape: readonly [number, number, number],
  placement: Placement,
  level: readonly number[],
): Contents {
  const [height, width] = shape;
  const found = backgroundOf({ planes, width: picture.width, height: picture.height });
  if (!found) {
    // Without a background that could be compared, the border says what is bright.
    const bright = ringMean(planes[0]!, picture) > 127;
    const inverted = planes.length === 1 && bright !== level[0]! > 127;
    const same = inverted ? planes.map((plane) => plane.map((value) => 255 - value)) : planes;
    const contents = asItIs(picture, same, shape, (channel) => level[channel]!);
    return { ...contents, inverted, cluttered: true };
  }
  const difference = mapPixels(planes[0]!.length, (pixel) => {
    let most = 0;
    for (const [channel, plane] of planes.entries()) {
      most = Math.max(most, Math.abs(plane[pixel]! - found.planes[channel]![pixel]!));
    }
    return most;
  });
  const least = Math.max(leastContrast, 3 * found.noise);
  const object = findObject(difference, picture.width, picture.height, least);
  const whole = wholeWindow(picture, width, height);
  const size = { width, height };
  if (!object) {
    const planesOfLevel = planes.map((_, channel) => new Float32Array(height * width).fill(level[channel]!));
    return { ...untouched, blank: true, planes: planesOfLevel };
  }
  const window = windowOf(object, whole, size, placement);
  const moved = window !== whole;
  if (placement.colour) {
    // The object keeps its colours; only the background is exchanged.
    const exchanged = planes.map((plane, channel) =>
      plane.map((value, pixel) => {
        const share = Math.min(1, difference[pixel]! / (object.contrast / 4));
        return clamp(value + (level[channel]! - found.planes[channel]![pixel]!) * (1 - share));
      }),
    );
    const placed = exchanged.map((plane, channel) => resample(plane, picture, window, size, level[channel]!));
    return { ...untouched, moved, planes: placed };
  }
  const signed = planes[0]!.map((value, pixel) => value - found.planes[0]![pixel]!);
  const brighter = signed.reduce((sum, value) => sum + value, 0) >= 0;
  const inverted = brighter !== placement.brighter;
  const noise = found.noise > 2 ? found.noise : 0;
  const ink = signed.map((value) => {
    const towards = brighter ? value : -value;
    return noise === 0 ? towards : Math.max(0, towards - noise);
  });
  const placed = resample(ink, picture, window, size, 0);
  const contrast = placed.reduce((most, value) => Math.max(most, value), 0);
  const [low, typical] = placement.contrast;
  const strengthened = contrast < low;
  const factor = (strengthened ? typical / Math.max(contrast, 1) : 1) * (placement.brighter ? 1 : -1);
  return {
    ...untouched,
    inverted,
    moved,
    strengthened: strengthened && contrast < low - leastContrast,
    planes: [placed.map((value) => clamp(level[0]! + factor * value))],
  };
}

/** The part of the picture that becomes the image. The whole, if its object lies as in training pictures. */
function windowOf(
  object: FoundObject,
  whole: Window,
  { width, height }: { readonly width: number; readonly height: number },
  { fill, centredBy, x, y }: Placement,
): Window {
  const { left, top, right, bottom } = object;
  const [centreX, centreY] =
    centredBy === 'mass' ? [object.massX, object.massY] : [(left + right) / 2, (top + bottom) / 2];
  const filled = Math.max((right - left) / whole.width, (bottom - top) / whole.height);
  const pixel = slack / Math.min(width, height);
  const lies =
    isWithin(filled, fill, 2 * pixel) &&
    isWithin((centreX - whole.left) / whole.width, x, pixel) &&
    isWithin((centreY - whole.top) / whole.height, y, pixel);
  if (lies) return whole;
  const side = Math.max((right - left) / width, (bottom - top) / height) / fill[1];
  return {
    left: centreX - x[1] * side * width,
    top: centreY - y[1] * side * height,
    width: side * width,
    height: side * height,
  };
}

function isWithin(value: number, [low, , high]: Range, margin: number): boolean {
  return value >= low - margin && value <= high + margin;
}

/** The whole picture, with bands where its proportions differ from the model's. */
function wholeWindow(picture: Picture, width: number, height: number): Window {
  const scale = Math.max(picture.width / width, picture.height / height);
  const window = { width: scale * width, height: scale * height };
  return {
    ...window,
    left: (picture.width - window.width) / 2,
    top: (picture.height - window.height) / 2,
  };
}

function spreadOf(plane: Float32Array): number {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of plane) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return highest - lowest;
}

function ringMean(plane: Float32Array, { width, height }: Picture): number {
  const ring = ringOf(width, height);
  return quantile(Float32Array.from(ring, (pixel) => plane[pixel]!).sort(), 0.5);
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, value));
}
