/**
 * The transforms of tiles of 2x2 outputs: Winograd's F(2, 3) for the points 0, 1, -1 and infinity (Lavin and Gray, "Fast Algorithms
 * for Convolutional Neural Networks", 2015), and their transposes.
 *
 * A tile is all channels of a few pixels, `pixelBytes` and `rowBytes` apart, or of as many products, each in a plane of its own,
 * `plane` bytes apart.
 */
import { scratch } from '../step';

/** `Bᵀ d B`. */
export function inputTile(d: usize, rowBytes: usize, pixelBytes: usize, out: usize, plane: usize): void {
  for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
    const r0 = d + channel;
    const r1 = r0 + rowBytes;
    const r2 = r1 + rowBytes;
    const r3 = r2 + rowBytes;
    let to = out + channel;
    // Two rows of d make a row of Bᵀ d: more at a time would not fit into registers.
    inputRow(r0, r2, pixelBytes, false, to, plane);
    to += plane << 2;
    inputRow(r1, r2, pixelBytes, true, to, plane);
    to += plane << 2;
    inputRow(r2, r1, pixelBytes, false, to, plane);
    to += plane << 2;
    inputRow(r1, r3, pixelBytes, false, to, plane);
  }
}

/** One row of `Bᵀ d B`, of the sum or difference of two rows. */
function inputRow(a: usize, b: usize, pixel: usize, plus: bool, out: usize, plane: usize): void {
  const t0 = plus ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
  a += pixel;
  b += pixel;
  const t1 = plus ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
  a += pixel;
  b += pixel;
  const t2 = plus ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
  a += pixel;
  b += pixel;
  const t3 = plus ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
  v128.store(out, f32x4.sub(t0, t2));
  out += plane;
  v128.store(out, f32x4.add(t1, t2));
  out += plane;
  v128.store(out, f32x4.sub(t2, t1));
  out += plane;
  v128.store(out, f32x4.sub(t1, t3));
}

/** Adds `B V Bᵀ` to the sixteen pixels at `out`. */
export function addInputTile(v: usize, plane: usize, pixelBytes: usize, out: usize, rowBytes: usize): void {
  for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
    const v0 = v + channel;
    const v1 = v0 + (plane << 2);
    const v2 = v1 + (plane << 2);
    const v3 = v2 + (plane << 2);
    let to = out + channel;
    addLine(
      to,
      pixelBytes,
      lineZero(v0, 0),
      lineZero(v0, plane),
      lineZero(v0, plane * 2),
      lineZero(v0, plane * 3),
    );
    to += rowBytes;
    addLine(
      to,
      pixelBytes,
      lineOne(v1, v2, v3, 0),
      lineOne(v1, v2, v3, plane),
      lineOne(v1, v2, v3, plane * 2),
      lineOne(v1, v2, v3, plane * 3),
    );
    to += rowBytes;
    addLine(
      to,
      pixelBytes,
      lineTwo(v0, v1, v2, 0),
      lineTwo(v0, v1, v2, plane),
      lineTwo(v0, v1, v2, plane * 2),
      lineTwo(v0, v1, v2, plane * 3),
    );
    to += rowBytes;
    addLine(
      to,
      pixelBytes,
      f32x4.neg(lineZero(v3, 0)),
      f32x4.neg(lineZero(v3, plane)),
      f32x4.neg(lineZero(v3, plane * 2)),
      f32x4.neg(lineZero(v3, plane * 3)),
    );
  }
}

function lineZero(at: usize, offset: usize): v128 {
  return v128.load(at + offset);
}

function lineOne(v1: usize, v2: usize, v3: usize, offset: usize): v128 {
  return f32x4.add(f32x4.sub(v128.load(v1 + offset), v128.load(v2 + offset)), v128.load(v3 + offset));
}

function lineTwo(v0: usize, v1: usize, v2: usize, offset: usize): v128 {
  return f32x4.sub(f32x4.add(v128.load(v1 + offset), v128.load(v2 + offset)), v128.load(v0 + offset));
}

function addLine(to: usize, pixelBytes: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, f32x4.add(v128.load(to), a));
  to += pixelBytes;
  v128.store(to, f32x4.add(v128.load(to), f32x4.add(f32x4.sub(b, c), d)));
  to += pixelBytes;
  v128.store(to, f32x4.add(v128.load(to), f32x4.sub(f32x4.add(b, c), a)));
  to += pixelBytes;
  v128.store(to, f32x4.sub(v128.load(to), d));
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
    const start = bias == 0 ? zero : v128.load(bias + channel);
    let at = m + channel;
    const line = plane << 2;
    const a0 = sumOf3(at, line);
    const b0 = differenceOf3(at, line);
    at += plane;
    const a1 = sumOf3(at, line);
    const b1 = differenceOf3(at, line);
    at += plane;
    const a2 = sumOf3(at, line);
    const b2 = differenceOf3(at, line);
    at += plane;
    const a3 = sumOf3(at, line);
    const b3 = differenceOf3(at, line);
    const to = out + channel;
    storeOutput(to, f32x4.add(f32x4.add(f32x4.add(a0, a1), a2), start), relu);
    if (columns > 1) storeOutput(to + pixelBytes, f32x4.add(f32x4.sub(f32x4.sub(a1, a2), a3), start), relu);
    if (rows == 1) continue;
    storeOutput(to + rowBytes, f32x4.add(f32x4.add(f32x4.add(b0, b1), b2), start), relu);
    if (columns > 1)
      storeOutput(to + rowBytes + pixelBytes, f32x4.add(f32x4.sub(f32x4.sub(b1, b2), b3), start), relu);
  }
}

function sumOf3(at: usize, step: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(at), v128.load(at + step)), v128.load(at + step * 2));
}

function differenceOf3(at: usize, step: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(at + step), v128.load(at + step * 2)), v128.load(at + step * 3));
}

function storeOutput(to: usize, value: v128, relu: bool): void {
  v128.store(to, relu ? f32x4.max(value, f32x4.splat(0)) : value);
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
    const row = y + channel;
    const y00 = v128.load(row);
    const y01 = v128.load(row + pixelBytes);
    const y10 = v128.load(row + rowBytes);
    const y11 = v128.load(row + rowBytes + pixelBytes);
    let to = out + channel;
    gradientLine(to, plane, y00, y01);
    to += plane << 2;
    gradientLine(to, plane, f32x4.add(y00, y10), f32x4.add(y01, y11));
    to += plane << 2;
    gradientLine(to, plane, f32x4.sub(y00, y10), f32x4.sub(y01, y11));
    to += plane << 2;
    gradientLine(to, plane, f32x4.neg(y10), f32x4.neg(y11));
  }
}

function gradientLine(to: usize, plane: usize, a: v128, b: v128): void {
  v128.store(to, a);
  to += plane;
  v128.store(to, f32x4.add(a, b));
  to += plane;
  v128.store(to, f32x4.sub(a, b));
  to += plane;
  v128.store(to, f32x4.neg(b));
}

/** `G g Gᵀ` of nine vectors. */
export function kernelTile(g: usize, step: usize, out: usize): void {
  for (let x: usize = 0; x < 3; x++) {
    const a = v128.load(g + x * step);
    const b = v128.load(g + (x + 3) * step);
    const c = v128.load(g + (x + 6) * step);
    kernelLine(scratch + x * 16, 48, a, b, c);
  }
  for (let y: usize = 0; y < 4; y++) {
    const line = scratch + y * 48;
    kernelLine(out + y * 64, 16, v128.load(line), v128.load(line, 16), v128.load(line, 32));
  }
}

/** One line of G: the kernel's three values to four. */
function kernelLine(out: usize, step: usize, a: v128, b: v128, c: v128): void {
  const half = f32x4.splat(0.5);
  const ends = f32x4.mul(half, f32x4.add(a, c));
  const middle = f32x4.mul(half, b);
  v128.store(out, a);
  v128.store(out + step, f32x4.add(ends, middle));
  v128.store(out + step * 2, f32x4.sub(ends, middle));
  v128.store(out + step * 3, c);
}

/** `Gᵀ U G` to nine vectors. */
export function kernelGradientTile(u: usize, plane: usize, out: usize, step: usize): void {
  for (let x: usize = 0; x < 4; x++) kernelGradientLine(u + x * plane, plane * 4, scratch + (x << 4), 64);
  for (let y: usize = 0; y < 3; y++) kernelGradientLine(scratch + (y << 6), 16, out + y * 3 * step, step);
}

/** One line of Gᵀ: four values to three. */
function kernelGradientLine(from: usize, step: usize, out: usize, outStep: usize): void {
  const half = f32x4.splat(0.5);
  const b = v128.load(from + step);
  const c = v128.load(from + step * 2);
  const sum = f32x4.mul(half, f32x4.add(b, c));
  v128.store(out, f32x4.add(v128.load(from), sum));
  v128.store(out + outStep, f32x4.mul(half, f32x4.sub(b, c)));
  v128.store(out + outStep * 2, f32x4.add(sum, v128.load(from + step * 3)));
}
