import type { LabelledImages } from '../images.ts';
import { luma } from './pixels.ts';

/** A picture in gray. */
export interface GrayPlane {
  /** `[height, width]`, 0–255 */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

/**
 * The gray values of one of some images.
 *
 * @param values that are filled: a new array for each of many pictures would take longer than its values
 */
export function grayOf(
  { images, height, width, channels }: Pick<LabelledImages, 'images' | 'height' | 'width' | 'channels'>,
  index: number,
  values: Float32Array = new Float32Array(height * width),
): GrayPlane {
  for (let pixel = 0, at = index * values.length * channels; pixel < values.length; pixel++, at += channels) {
    values[pixel] = channels < 3 ? images[at]! : luma(images[at]!, images[at + 1]!, images[at + 2]!);
  }
  return { values, width, height };
}

/**
 * The picture moved across and down by a share of a pixel, which blurs it: a quarter, about as much as enlarging and shrinking does.
 *
 * @param soft the values that are filled
 */
export function softened(
  { values, width, height }: GrayPlane,
  share: number,
  soft: Float32Array = new Float32Array(values.length),
): GrayPlane {
  const stay = 1 - share;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const below = Math.min(y + 1, height - 1) * width;
    for (let x = 0; x < width; x++) {
      const right = Math.min(x + 1, width - 1);
      const beside = values[row + right]! + values[below + x]!;
      soft[row + x] =
        stay * stay * values[row + x]! + stay * share * beside + share * share * values[below + right]!;
    }
  }
  return { values: soft, width, height };
}

/** Lower ends of the ranges that brightnesses are counted in. */
const brightness = classOf([0, 16, 48, 80, 112, 144, 176, 208, 240]);

/** Lower ends of the ranges that differences between neighbours are counted in. */
const differences = classOf([0, 4, 16, 40, 80, 140]);

/** Sums of differences between neighbours, and of differences between those, across and down. */
const sums = 4;

const scales = 3;
const grid = 6;
export const statisticsCount: number = brightness.count + scales * (sums + differences.count) + grid * grid;

/**
 * How many pixels are of each brightness; in the picture, at half and at a quarter of its size, how much neighbours differ; how bright
 * each of 6 x 6 cells is. Of shares, the square roots, whose spread depends less on their size.
 *
 * @returns `[statisticsCount]`
 */
export function statisticsOf(plane: GrayPlane): Float64Array {
  const found = new Float64Array(statisticsCount);
  let at = 0;
  const next = (count: number): Float64Array => found.subarray(at, (at += count));
  countBrightness(plane, next(brightness.count));
  let scaled = plane;
  for (let scale = 0; scale < scales; scale++) {
    if (scale > 0) scaled = halved(scaled);
    compareNeighbours(scaled, next(sums), next(differences.count));
  }
  averageCells(plane, grid, next(grid * grid));
  return roots(found);
}

const earlierGrid = 4;
export const earlierStatisticsCount: number = brightness.count + sums + earlierGrid * earlierGrid;

/** The statistics of model files that were written before those above. */
export function earlierStatisticsOf(plane: GrayPlane): Float64Array {
  const found = new Float64Array(earlierStatisticsCount);
  const cellsAt = brightness.count + sums;
  countBrightness(plane, found.subarray(0, brightness.count));
  compareNeighbours(plane, found.subarray(brightness.count, cellsAt), new Float64Array(differences.count));
  averageCells(plane, earlierGrid, found.subarray(cellsAt));
  return roots(found);
}

/** Which range each byte is in. */
function classOf(lowest: readonly number[]): { readonly count: number; readonly of: Uint8Array } {
  const of = Uint8Array.from({ length: 256 }, (_, value) => lowest.findLastIndex((low) => value >= low));
  return { count: lowest.length, of };
}

function countBrightness({ values }: GrayPlane, shares: Float64Array): void {
  const { count, of } = brightness;
  const counts = new Uint32Array(count);
  for (let pixel = 0; pixel < values.length; pixel++) counts[of[values[pixel]! | 0]!]! += 1;
  for (let at = 0; at < count; at++) shares[at] = counts[at]! / values.length;
}

/** Adds up differences between neighbours, and of three in a row, and counts those of each range. */
function compareNeighbours(
  { values, width, height }: GrayPlane,
  total: Float64Array,
  shares: Float64Array,
): void {
  let across = 0;
  let down = 0;
  let bendAcross = 0;
  let bendDown = 0;
  const { count, of } = differences;
  // Whole numbers, of either direction: most pixels are like their neighbours, and each count waits for the one before it.
  const countsAcross = new Uint32Array(count);
  const countsDown = new Uint32Array(count);
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      const value = values[pixel]!;
      if (x + 1 < width) {
        const right = values[pixel + 1]! - value;
        const difference = Math.abs(right);
        across += difference;
        countsAcross[of[difference | 0]!]! += 1;
        if (x > 0) bendAcross += Math.abs(right - value + values[pixel - 1]!);
      }
      if (y + 1 < height) {
        const below = values[pixel + width]! - value;
        const difference = Math.abs(below);
        down += difference;
        countsDown[of[difference | 0]!]! += 1;
        if (y > 0) bendDown += Math.abs(below - value + values[pixel - width]!);
      }
    }
  }
  total[0] = across;
  total[1] = down;
  total[2] = bendAcross;
  total[3] = bendDown;
  divide(total, 255 * values.length);
  for (let at = 0; at < count; at++) {
    shares[at] = (countsAcross[at]! + countsDown[at]!) / (2 * values.length);
  }
}

/** The mean brightness, 0–1, of each cell of a grid, by rows. */
function averageCells({ values, width, height }: GrayPlane, cells: number, means: Float64Array): void {
  for (let row = 0, cell = 0; row < cells; row++) {
    const top = startOf(row, cells, height);
    const bottom = startOf(row + 1, cells, height);
    for (let column = 0; column < cells; column++, cell++) {
      const left = startOf(column, cells, width);
      const right = startOf(column + 1, cells, width);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let pixel = y * width + left; pixel < y * width + right; pixel++) sum += values[pixel]!;
      }
      means[cell] = sum / (255 * Math.max((bottom - top) * (right - left), 1));
    }
  }
}

/** The first row or column of a cell. */
function startOf(cell: number, cells: number, size: number): number {
  return Math.ceil((cell * size) / cells);
}

/** What is bright becomes dark. */
export function negative({ values, width, height }: GrayPlane): GrayPlane {
  return { values: values.map((value) => 255 - value), width, height };
}

/** Half as large: the means of 2 x 2 pixels. */
function halved({ values, width, height }: GrayPlane): GrayPlane {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const means = new Float32Array(half.width * half.height);
  for (let y = 0, pixel = 0; y < half.height; y++) {
    const row = 2 * y * width;
    const below = Math.min(2 * y + 1, height - 1) * width;
    for (let x = 0; x < half.width; x++, pixel++) {
      const right = Math.min(2 * x + 1, width - 1);
      const upper = values[row + 2 * x]! + values[row + right]!;
      means[pixel] = (upper + values[below + 2 * x]! + values[below + right]!) / 4;
    }
  }
  return { values: means, ...half };
}

function divide(values: Float64Array, by: number): void {
  for (let at = 0; at < values.length; at++) values[at]! /= by;
}

function roots(values: Float64Array): Float64Array {
  for (let at = 0; at < values.length; at++) values[at] = Math.sqrt(values[at]!);
  return values;
}
