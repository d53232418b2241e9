import { checkCount, checkOptions, found, isArrayLike } from '@atelier/checks';
import type { FigureText, ImageFigure, Tile } from '../figure.ts';
import { formatNumber } from '../format.ts';
import { divergingPicture } from '../svg/diverging.ts';
import { checkTexts, textOptions } from './check-figure.ts';

/** Of large images, only as many units are drawn as have this many weights, but these at least. */
const MOST_WEIGHTS = 4_000_000;
const FEWEST_UNITS = 4;

/** Options of `weightImages`. */
export interface WeightImagesOptions extends Partial<FigureText> {
  /** The first layer's kernel `[height * width * channels, units]` in row order. */
  readonly kernel: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  /** Default 1. The weights of several channels are drawn side by side. */
  readonly channels?: number | undefined;
  /** Default: "unit 0", "unit 1" and so on. A softmax layer's units are its classes. */
  readonly unitNames?: readonly string[] | undefined;
  /** The most units to draw, from the first. Default 64. */
  readonly limit?: number | undefined;
  readonly columns?: number | undefined;
}

const known: Readonly<Record<keyof WeightImagesOptions, true>> = {
  ...textOptions,
  kernel: true,
  height: true,
  width: true,
  channels: true,
  unitNames: true,
  limit: true,
  columns: true,
};

/**
 * The weights into each unit as a picture: blue below zero, orange above, nothing at zero; all units share one
 * scale.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError when the kernel's length is not a multiple of `height * width * channels`
 */
export function weightImages(options: WeightImagesOptions): ImageFigure {
  checkOptions('weightImages', options, known);
  checkTexts(options);
  const { kernel, height, width, channels = 1, unitNames, limit = 64, columns, ...text } = options;
  if (!isArrayLike(kernel)) throw new TypeError(`kernel is an array of weights; found ${found(kernel)}`);
  for (const [name, size] of Object.entries({ height, width, channels, limit })) checkCount(name, size);
  const inputs = height * width * channels;
  const units = kernel.length / inputs;
  if (!Number.isInteger(units) || units < 1) {
    throw new RangeError(
      `weight images: ${kernel.length} weights are not a whole number of ${height}x${width}x${channels} inputs`,
    );
  }
  let largest = 0;
  for (let index = 0; index < kernel.length; index++) {
    const size = Math.abs(kernel[index] ?? 0);
    if (size > largest && size !== Infinity) largest = size;
  }
  const shown = Math.min(units, limit, Math.max(FEWEST_UNITS, Math.floor(MOST_WEIGHTS / inputs)));
  const tiles = Array.from({ length: shown }, (_, unit): Tile => ({
    picture: divergingPicture(kernel, { height, width, channels, unit, units, largest }),
    lines: [unitNames?.[unit] ?? `unit ${unit}`],
  }));
  const end = formatNumber(largest);
  return {
    kind: 'images',
    title: 'First-layer weights',
    subtitle: shown < units ? `the first ${shown} of ${units} units` : undefined,
    ...text,
    tiles,
    columns,
    colourBar: { low: `−${end}`, middle: '0', high: end },
  };
}
