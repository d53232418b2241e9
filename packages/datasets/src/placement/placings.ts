import type { Picture } from '../picture.ts';
import { colourPlanes, grayPlane, groundBehind, inkLevel } from '../picture-planes.ts';
import { type Background, backgroundOf } from './background.ts';
import { findObject, type FoundObject } from './find-object.ts';
import { quantile, ringOf } from './pixels.ts';
import type { Placement } from './placement.ts';
import { resample, type Size } from './resample.ts';
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
export const placeScene: Placing = (picture, shape, { colour }) => {
  const ground = [groundBehind(picture)];
  return asItIs(picture, colour ? colourPlanes(picture, ground) : [grayPlane(picture, ground)], shape);
};

/** For coloured objects on a plain background. They keep their colours; only the background is exchanged. */
export const placeColours: Placing = (picture, shape, placement) =>
  onBackground(
    picture,
    colourPlanes(picture, placement.background!),
    shape,
    placement,
    ({ planes, background, object }, level, put) => ({
      planes: planes.map((plane, channel) => {
        const exchanged = plane.map((value, pixel) => {
          const share = Math.min(1, background.difference[pixel]! / (object.contrast / 4));
          return clamp(value + (level[channel]! - background.planes[channel]![pixel]!) * (1 - share));
        });
        return put(exchanged, level[channel]!);
      }),
    }),
  );

/** For gray objects on a plain background. They become bright or dark, and as strong, as training pictures are. */
export const placeGray: Placing = (picture, shape, placement) =>
  onBackground(
    picture,
    [grayPlane(picture, [groundOf(picture, placement.background![0]!)])],
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

/** The gray of what is transparent: the training pictures' background, or the opposite one if nothing could be seen on that. */
function groundOf(picture: Picture, own: number): number {
  const opposite = own < 128 ? 255 : 0;
  return Math.abs(inkLevel(picture) - own) < leastInk ? opposite : own;
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
  shape: Size,
  level: readonly number[] = [0, 0, 0],
): Placed {
  const window = wholeWindow(picture, shape);
  const planes = whole.map((plane, channel) => resample(plane, picture, window, shape, level[channel]!));
  return { whole, planes };
}

/** A picture in which an object was found. */
interface Subject {
  readonly planes: readonly Float32Array[];
  readonly background: Background;
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
  const level = placement.background!;
  const background = backgroundOf(planes, picture);
  if (!background) {
    // Without a background that could be compared, the border says what is bright.
    const bright = ringMedian(planes[0]!, picture) > 127;
    const inverted = planes.length === 1 && bright !== level[0]! > 127;
    const same = inverted ? planes.map((plane) => plane.map((value) => 255 - value)) : planes;
    return { ...asItIs(picture, same, shape, level), inverted, cluttered: true };
  }
  const least = Math.max(leastContrast, 3 * background.noise);
  const object = findObject(background.difference, picture.width, picture.height, least);
  if (!object) {
    return {
      blank: true,
      planes: planes.map((_, channel) => new Float32Array(shape[0] * shape[1]).fill(level[channel]!)),
    };
  }
  const whole = wholeWindow(picture, shape);
  const window = windowOf(object, whole, shape, placement);
  const put = (plane: Float32Array, outside: number): Float32Array =>
    resample(plane, picture, window, shape, outside);
  return { moved: window !== whole, ...paint({ planes, background, object }, level, put) };
}

function ringMedian(plane: Float32Array, { width, height }: Picture): number {
  const ring = ringOf(width, height);
  return quantile(Float32Array.from(ring, (pixel) => plane[pixel]!).sort(), 0.5);
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, value));
}
