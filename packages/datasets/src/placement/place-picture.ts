import { checkPicture, checkShape } from '../fit-picture.ts';
import type { Picture } from '../picture.ts';
import { strangeness } from './appearance.ts';
import { interleave } from './pixels.ts';
import type { Placement } from './placement.ts';
import { leastContrast, type Placing, placeColours, placeGray, placeScene, placingFor } from './placings.ts';

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

const placings: Readonly<Record<ReturnType<typeof placingFor>, Placing>> = {
  placeScene,
  placeColours,
  placeGray,
};

const untouched = { inverted: false, moved: false, strengthened: false, cluttered: false };

/**
 * Places a picture as the pictures were that a model was trained on: its object is found, cut out, scaled, moved, and put on the
 * same background, unless it lies like one of them already. Transparent pixels are that background, or the opposite one if that makes it more like them.
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
  const usual = placed(picture, shape, placement);
  const { background, appearance } = placement;
  const isClear = picture.data.some((value, at) => at % 4 === 3 && value < 255);
  if (!isClear || !appearance || !background) return usual;
  // What was behind the object is not known.
  return [0, 255]
    .map((ground) => placed(onGround(picture, ground), shape, placement))
    .reduce((best, other) => (distanceOf(other) < clearly * distanceOf(best) ? other : best), usual);
}

/** A picture on another ground is taken if its distance is less than this share of the other's. */
const clearly = 0.85;

function distanceOf({ strangeness: measured = Infinity }: PlacedPicture): number {
  return measured;
}

/** The picture without transparency, on a gray. */
function onGround({ data, width, height }: Picture, gray: number): Picture {
  const mixed = data.map((value, at) => {
    const alpha = data[at | 3]!;
    return at % 4 === 3 ? 255 : Math.round((value * alpha + gray * (255 - alpha)) / 255);
  });
  return { data: mixed, width, height };
}

function placed(
  picture: Picture,
  shape: readonly [number, number, number],
  placement: Placement,
): PlacedPicture {
  const [height, width, channels] = shape;
  const { planes, whole, ...done } = placings[placingFor(placement)](picture, shape, placement);
  const pixels = interleave(planes, channels);
  const blank = done.blank ?? whole?.every((plane) => spreadOf(plane) < leastContrast) ?? false;
  const found = { ...untouched, ...done, blank, pixels };
  if (blank || !placement.appearance) return found;
  const images = { images: pixels, height, width, channels };
  return { ...found, strangeness: strangeness(placement.appearance, images, placement.brighter) };
}

function spreadOf(plane: Float32Array): number {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of plane) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return highest - lowest;
}
