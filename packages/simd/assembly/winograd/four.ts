/**
 * The transforms of tiles of 4x4 outputs, with the arguments of those of 2x2 in two.ts. A matrix of lines.ts multiplies first the columns, then
 * the rows of a tile; between the two, its lines stand at the start of scratch memory.
 */
import { scratch } from '../step';
import {
  inputGradientLines,
  inputLines,
  kernelGradientLines,
  kernelLines,
  outputGradientLines,
  outputLines,
} from './lines';

/** From one line to the next in scratch memory: six vectors. */
const LINE: usize = 96;

/** `Bᵀ d B`. */
export function inputTile(d: usize, rowBytes: usize, pixelBytes: usize, out: usize, plane: usize): void {
  for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
    inputLines(6, d + channel, rowBytes, pixelBytes, scratch, LINE, 16);
    inputLines(6, scratch, 16, LINE, out + channel, plane, plane * 6);
  }
}

/** Adds `B V Bᵀ` to the 36 pixels at `out`. */
export function addInputTile(v: usize, plane: usize, pixelBytes: usize, out: usize, rowBytes: usize): void {
  for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
    inputGradientLines(6, v + channel, plane * 6, plane, scratch, LINE, 16);
    inputGradientLines(6, scratch, 16, LINE, scratch, 16, LINE);
    let sums = scratch;
    for (let y = 0; y < 6; y++) {
      let to = out + y * rowBytes + channel;
      for (let x = 0; x < 6; x++) {
        v128.store(to, f32x4.add(v128.load(to), v128.load(sums)));
        to += pixelBytes;
        sums += 16;
      }
    }
  }
}

/** `Aᵀ M A`, with bias and ReLU: as many rows and columns of it as there are. */
export function outputTile(
  m: usize,
  plane: usize,
  pixelBytes: usize,
  bias: usize,
  relu: bool,
  out: usize,
  rowBytes: usize,
  rows: i32,
  columns: i32,
): void {
  const zero = f32x4.splat(0);
  for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
    outputLines(6, m + channel, plane * 6, plane, scratch, LINE, 16);
    outputLines(rows, scratch, 16, LINE, scratch, 16, LINE);
    const start = bias == 0 ? zero : v128.load(bias + channel);
    for (let y = 0; y < rows; y++) {
      const from = scratch + y * LINE;
      const to = out + y * rowBytes + channel;
      for (let x = 0; x < columns; x++) {
        const value = f32x4.add(v128.load(from + (x << 4)), start);
        v128.store(to + x * pixelBytes, relu ? f32x4.max(value, zero) : value);
      }
    }
  }
}

/** `A dY Aᵀ`. */
export function outputGradientTile(
  y: usize,
  rowBytes: usize,
  pixelBytes: usize,
  out: usize,
  plane: usize,
): void {
  for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
    outputGradientLines(4, y + channel, rowBytes, pixelBytes, scratch, LINE, 16);
    outputGradientLines(6, scratch, 16, LINE, out + channel, plane, plane * 6);
  }
}

/** `G g Gᵀ` of nine vectors. */
export function kernelTile(g: usize, step: usize, out: usize): void {
  kernelLines(3, g, step * 3, step, scratch, 48, 16);
  kernelLines(6, scratch, 16, 48, out, 16, LINE);
}

/** `Gᵀ U G` to nine vectors. */
export function kernelGradientTile(u: usize, plane: usize, out: usize, step: usize): void {
  kernelGradientLines(6, u, plane * 6, plane, scratch, LINE, 16);
  kernelGradientLines(3, scratch, 16, LINE, out, step, step * 3);
}
