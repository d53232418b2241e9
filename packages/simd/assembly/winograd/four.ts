/**
 * The transforms of tiles of 4x4 outputs: Winograd's F(4, 3) for the points 0, 1, -1, 2, -2 and infinity (Lavin and Gray, "Fast
 * Algorithms for Convolutional Neural Networks", 2015), and their transposes. The functions for tiles have the arguments of those
 * in two.ts.
 *
 * A matrix multiplies first the columns, then the rows of a tile: `count` lines of vectors. A line begins at `from`, its vectors are
 * `step` bytes apart, and the next line begins `nextLine` bytes further on; the results stand at `to` in the same way, and may take the
 * lines' place. Between the two, the lines stand at the start of scratch memory.
 */
import { scratch } from '../step';

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

/** `Bᵀ`: six inputs to six values. */
function inputLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const d0 = v128.load(from);
    const d1 = v128.load(from + step);
    const d2 = v128.load(from + step * 2);
    const d3 = v128.load(from + step * 3);
    const d4 = v128.load(from + step * 4);
    const d5 = v128.load(from + step * 5);
    const four = f32x4.splat(4);
    const difference = f32x4.sub(d4, d2);
    v128.store(to, f32x4.add(f32x4.mul(four, f32x4.sub(d0, d2)), difference));
    const even = f32x4.sub(d4, f32x4.mul(four, d2));
    const odd = f32x4.sub(d3, f32x4.mul(four, d1));
    v128.store(to + toStep, f32x4.add(even, odd));
    v128.store(to + toStep * 2, f32x4.sub(even, odd));
    const half = f32x4.sub(d1, d3);
    const twice = f32x4.add(half, half);
    v128.store(to + toStep * 3, f32x4.sub(difference, twice));
    v128.store(to + toStep * 4, f32x4.add(difference, twice));
    v128.store(to + toStep * 5, f32x4.add(f32x4.add(twice, twice), f32x4.sub(d5, d3)));
    from += nextLine;
    to += toNextLine;
  }
}

/** `B`, its transpose: six values' gradients to six inputs'. */
function inputGradientLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const v0 = v128.load(from);
    const v1 = v128.load(from + step);
    const v2 = v128.load(from + step * 2);
    const v3 = v128.load(from + step * 3);
    const v4 = v128.load(from + step * 4);
    const v5 = v128.load(from + step * 5);
    const four = f32x4.splat(4);
    const near = f32x4.sub(v2, v1);
    const far = f32x4.sub(v4, v3);
    const twice = f32x4.add(far, far);
    const nearSum = f32x4.add(v1, v2);
    const farSum = f32x4.add(v3, v4);
    const first = f32x4.mul(four, v0);
    const last = f32x4.mul(four, v5);
    v128.store(to, first);
    v128.store(to + toStep, f32x4.add(f32x4.add(f32x4.mul(four, near), twice), last));
    const sum = f32x4.add(f32x4.add(v0, nearSum), farSum);
    const three = f32x4.mul(f32x4.splat(3), nearSum);
    v128.store(to + toStep * 2, f32x4.sub(f32x4.neg(sum), f32x4.add(first, three)));
    v128.store(to + toStep * 3, f32x4.sub(f32x4.neg(f32x4.add(near, twice)), f32x4.add(last, v5)));
    v128.store(to + toStep * 4, sum);
    v128.store(to + toStep * 5, v5);
    from += nextLine;
    to += toNextLine;
  }
}

/** `Aᵀ`: six products to four outputs. */
function outputLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const m1 = v128.load(from + step);
    const m2 = v128.load(from + step * 2);
    const m3 = v128.load(from + step * 3);
    const m4 = v128.load(from + step * 4);
    const nearSum = f32x4.add(m1, m2);
    const near = f32x4.sub(m1, m2);
    const farSum = f32x4.add(m3, m4);
    const far = f32x4.sub(m3, m4);
    const twice = f32x4.add(far, far);
    v128.store(to, f32x4.add(f32x4.add(v128.load(from), nearSum), farSum));
    v128.store(to + toStep, f32x4.add(near, twice));
    v128.store(to + toStep * 2, f32x4.add(nearSum, f32x4.mul(f32x4.splat(4), farSum)));
    const last = f32x4.add(near, v128.load(from + step * 5));
    v128.store(to + toStep * 3, f32x4.add(last, f32x4.mul(f32x4.splat(4), twice)));
    from += nextLine;
    to += toNextLine;
  }
}

/** `A`, its transpose: four outputs' gradients to six products'. */
function outputGradientLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const y0 = v128.load(from);
    const y1 = v128.load(from + step);
    const y2 = v128.load(from + step * 2);
    const y3 = v128.load(from + step * 3);
    const four = f32x4.splat(4);
    v128.store(to, y0);
    const even = f32x4.add(y0, y2);
    const odd = f32x4.add(y1, y3);
    v128.store(to + toStep, f32x4.add(even, odd));
    v128.store(to + toStep * 2, f32x4.sub(even, odd));
    const evenFar = f32x4.add(y0, f32x4.mul(four, y2));
    const half = f32x4.add(y1, f32x4.mul(four, y3));
    const oddFar = f32x4.add(half, half);
    v128.store(to + toStep * 3, f32x4.add(evenFar, oddFar));
    v128.store(to + toStep * 4, f32x4.sub(evenFar, oddFar));
    v128.store(to + toStep * 5, y3);
    from += nextLine;
    to += toNextLine;
  }
}

/** `G`: three weights to six values. */
function kernelLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const g0 = v128.load(from);
    const g1 = v128.load(from + step);
    const g2 = v128.load(from + step * 2);
    const sixth = f32x4.splat(<f32>(1.0 / 6.0));
    const quarter = f32x4.mul(f32x4.splat(0.25), g0);
    v128.store(to, quarter);
    const ends = f32x4.mul(sixth, f32x4.add(g0, g2));
    const middle = f32x4.mul(sixth, g1);
    v128.store(to + toStep, f32x4.neg(f32x4.add(ends, middle)));
    v128.store(to + toStep * 2, f32x4.sub(middle, ends));
    const endsFar = f32x4.mul(sixth, f32x4.add(quarter, g2));
    const middleFar = f32x4.mul(f32x4.splat(0.5), middle);
    v128.store(to + toStep * 3, f32x4.add(endsFar, middleFar));
    v128.store(to + toStep * 4, f32x4.sub(endsFar, middleFar));
    v128.store(to + toStep * 5, g2);
    from += nextLine;
    to += toNextLine;
  }
}

/** `Gᵀ`, its transpose: six values' gradients to three weights'. */
function kernelGradientLines(
  count: i32,
  from: usize,
  step: usize,
  nextLine: usize,
  to: usize,
  toStep: usize,
  toNextLine: usize,
): void {
  for (let line = 0; line < count; line++) {
    const u1 = v128.load(from + step);
    const u2 = v128.load(from + step * 2);
    const u3 = v128.load(from + step * 3);
    const u4 = v128.load(from + step * 4);
    const sixth = f32x4.splat(<f32>(1.0 / 6.0));
    const quarter = f32x4.splat(0.25);
    const near = f32x4.mul(sixth, f32x4.add(u1, u2));
    const far = f32x4.mul(sixth, f32x4.add(u3, u4));
    const first = f32x4.mul(quarter, f32x4.add(v128.load(from), far));
    v128.store(to, f32x4.sub(first, near));
    const half = f32x4.mul(f32x4.splat(0.5), f32x4.sub(u3, u4));
    v128.store(to + toStep, f32x4.mul(sixth, f32x4.add(f32x4.sub(u2, u1), half)));
    v128.store(to + toStep * 2, f32x4.add(f32x4.sub(far, near), v128.load(from + step * 5)));
    from += nextLine;
    to += toNextLine;
  }
}
