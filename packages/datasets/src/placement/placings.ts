import { inkLevel, type Picture, planesOf, rimLevel } from '../fit-picture.ts';
import { type Background, backgroundOf } from './background.ts';
import { findObject, type FoundObject } from './find-object.ts';
import { mapPixels, quantile, ringOf } from './pixels.ts';
import type { Placement } from './placement.ts';
import { resample } from './resample.ts';
import { wholeWindow, windowOf } from './windows.ts';

/** A picture before it is one of the model's images, and what was done to it; what is absent was not. */
export interface Placed {
  /** One or one per channel, each `[height, width]` of the model's images, 0–255. */
  readonly planes: readonly Float32Array[];
  /** The picture's own, which were taken as a whole, whatever is in it. */
  readonly whole?: readonly Float32Array[];
  /** Whether nothing differs from the background. */
  readonly blank?: boolean;
  readonly inverted?: boolean;
  readonly moved?: boolean;
  readonly strengthened?: boolean;
  readonly cluttered?: boolean;
}

/** A way to place pictures, for one kind of training pictures. */
export type Placing = (
  picture: Picture,
  shape: readonly [height: number, width: number, channels: number],
  placement: Placement,
) => Placed;

/** A picture has no object unless something differs more than this, of 255, from its background. */
export const leastContrast = 12;

/** What is not transparent differs by this much, of 255, from the training pictures' background, or is put on the opposite one. */
const leastInk = 32;

/** For training pictures without a plain background, as photos of scenes are: the whole picture. */
export const placeScene: Placing = (picture, shape, { colour }) =>
  asItIs(picture, planesOf(picture, colour ? 3 : 1, null), shape);

/** For coloured objects on a plain background. They keep their colours; only the background is exchanged. */
export const placeColours: Placing = (picture, shape, placement) =>
  onBackground(
    picture,
    planesOf(picture, 3, placement.background),
    shape,
    placement,
    ({ planes, background, difference, object }, level, put) => ({
      planes: planes.map((plane, channel) => {
        const exchanged = plane.map((value, pixel) => {
          const share = Math.min(1, difference[pixel]! / (object.contrast / 4));
          return clamp(value + (level[channel]! - background.planes[channel]![pixel]!) * (1 - share));
        });
        return put(exchanged, level[channel]!);
      }),
    }),
  );

/** For gray objects on a plain background. They become bright or dark, and as strong, as training pictures are. */
export const placeGray: Placing = (picture, shape, placement) => {
  return onBackground(
    picture,
    planesOf(picture, 1, [groundOf(picture, placement.background![0]!)]),
    shape,
    placement,
    ({ planes: [plane], background }, [level], put) => {
      const signed = plane!.map((value, pixel) => value - background.planes[0]![pixel]!);
      const brighter = signed.reduce((sum, value) => sum + value, 0) >= 0;
      const noise = background.noise > 2 ? background.noise : 0;
      const ink = signed.map((value) => {
        const towards = brighter ? value : -value;
        return noise === 0 ? towards : Math.max(0, towards - noise);
      });
      const placed = put(ink, 0);
      const contrast = placed.reduce((most, value) => Math.max(most, value), 0);
      const [low, typical] = placement.contrast;
      const factor = (contrast < low ? typical / Math.max(contrast, 1) : 1) * (placement.brighter ? 1 : -1);
      return {
        inverted: brighter !== placement.brighter,
        strengthened: contrast < low - leastContrast,
        planes: [placed.map((value) => clamp(level! + factor * value))],
      };
    },
  );
};

/**
 * The gray of what is transparent: the training pictures' background, or the opposite one, if on their own nothing could be seen, or if
 * the object was cut out of that, which its rim still shows.
 */
function groundOf(picture: Picture, own: number): number {
  const opposite = own < 128 ? 255 : 0;
  const ink = inkLevel(picture.data);
  const rim = rimLevel(picture);
  const isCutOut = Math.abs(ink - opposite) - Math.abs(rim - opposite) >= leastContrast;
  return Math.abs(ink - own) < leastInk || isCutOut ? opposite : own;
}

/** Which of the ways it is, by its name. */
export function placingFor({ background, colour }: Placement): 'placeScene' | 'placeColours' | 'placeGray' {
  if (!background) return 'placeScene';
  return colour ? 'placeColours' : 'placeGray';
}

/** The whole picture, with its proportions, in the middle. */
function asItIs(
  picture: Picture,
  whole: readonly Float32Array[],
  [height, width]: readonly number[],
  level: readonly number[] = [0, 0, 0],
): Placed {
  const size = { width: width!, height: height! };
  const window = wholeWindow(picture, size);
  const planes = whole.map((plane, channel) => resample(plane, picture, window, size, level[channel]!));
  return { whole, planes };
}

/** A picture in which an object was found. */
interface Subject {
  readonly planes: readonly Float32Array[];
  readonly background: Background;
  /** Of each pixel from the background, the greatest of all channels. */
  readonly difference: Float32Array;
  readonly object: FoundObject;
}

/** @param paint puts the object on the training pictures' background; `put` cuts it out, scales and moves it */
function onBackground(
  picture: Picture,
  planes: readonly Float32Array[],
  shape: readonly [height: number, width: number, channels: number],
  placement: Placement,
  paint: (
    subject: Subject,
    level: readonly number[],
    put: (plane: Float32Array, outside: number) => Float32Array,
  ) => Placed,
): Placed {
  const [height, width] = shape;
  const level = placement.background!;
  const background = backgroundOf(planes, picture);
  if (!background) {
    // Without a background that could be compared, the border says what is bright.
    const bright = ringMedian(planes[0]!, picture) > 127;
    const inverted = planes.length === 1 && bright !== level[0]! > 127;
    const same = inverted ? planes.map((plane) => plane.map((value) => 255 - value)) : planes;
    return { ...asItIs(picture, same, shape, level), inverted, cluttered: true };
  }
  const difference = mapPixels(planes[0]!.length, (pixel) =>
    planes.reduce(
      (most, plane, channel) => Math.max(most, Math.abs(plane[pixel]! - background.planes[channel]![pixel]!)),
      0,
    ),
  );
  const least = Math.max(leastContrast, 3 * background.noise);
  const object = findObject(difference, picture.width, picture.height, least);
  if (!object) {
    return {
      blank: true,
      planes: planes.map((_, channel) => new Float32Array(height * width).fill(level[channel]!)),
    };
  }
  const size = { width, height };
  const whole = wholeWindow(picture, size);
  const window = windowOf(object, whole, size, placement);
  const put = (plane: Float32Array, outside: number): Float32Array =>
    resample(plane, picture, window, size, outside);
  return { moved: window !== whole, ...paint({ planes, background, difference, object }, level, put) };
}

function ringMedian(plane: Float32Array, { width, height }: Picture): number {
  const ring = ringOf(width, height);
  return quantile(Float32Array.from(ring, (pixel) => plane[pixel]!).sort(), 0.5);
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, value));
}
