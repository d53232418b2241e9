import type { FoundObject } from './find-object.ts';
import type { Placement, Range } from './placement.ts';
import type { Picture } from '../picture.ts';
import type { Size, Window } from './resample.ts';

/** Rounding to pixels moves an object's sides by this much, in pixels of the model. */
const slack = 0.6;

/** Training objects that are smaller than the typical one by no more than this, in pixels of the model, are all of one size. */
const oneSize = 3;

/** The part of the picture that becomes an image of a size. The whole, if its object lies as in training pictures. */
export function windowOf(
  object: FoundObject,
  whole: Window,
  [height, width]: Size,
  { fill, centredBy, x, y }: Placement,
): Window {
  const { left, top, right, bottom } = object;
  const [centreX, centreY] =
    centredBy === 'mass' ? [object.massX, object.massY] : [(left + right) / 2, (top + bottom) / 2];
  const filled = Math.max((right - left) / whole.width, (bottom - top) / whole.height);
  const pixel = 1 / Math.min(width, height);
  const [low, typical, high] = fill;
  // Objects of one size that are a little smaller have a margin, which a picture larger than the model's shows clearly.
  const showsMargins = whole.width > width && typical - low <= oneSize * pixel;
  const least = showsMargins ? typical - pixel / 2 : low - 2 * slack * pixel;
  const lies =
    filled >= least &&
    filled <= high + 2 * slack * pixel &&
    isWithin((centreX - whole.left) / whole.width, x, slack * pixel) &&
    isWithin((centreY - whole.top) / whole.height, y, slack * pixel);
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
export function wholeWindow(picture: Picture, [height, width]: Size): Window {
  const scale = Math.max(picture.width / width, picture.height / height);
  return {
    left: (picture.width - scale * width) / 2,
    top: (picture.height - scale * height) / 2,
    width: scale * width,
    height: scale * height,
  };
}
