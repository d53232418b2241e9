import type { FoundObject } from './find-object.ts';
import type { Placement, Range } from './placement.ts';
import type { Window } from './resample.ts';

/** Of a picture, or of the model's images. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Rounding to pixels moves an object by this much, as a share of the frame, in pixels of the model. */
const slack = 0.6;

/** The part of the picture that becomes the image. The whole, if its object lies as in training pictures. */
export function windowOf(
  object: FoundObject,
  whole: Window,
  { width, height }: Size,
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
export function wholeWindow(picture: Size, { width, height }: Size): Window {
  const scale = Math.max(picture.width / width, picture.height / height);
  const window = { width: scale * width, height: scale * height };
  return {
    ...window,
    left: (picture.width - window.width) / 2,
    top: (picture.height - window.height) / 2,
  };
}
