/**
 * The gradients of a dense layer's weights and bias, each used for its update as soon as it is known.
 *
 * Memory: input f32 `[batch, depth]` with rows of `inputBytes` (a multiple of 16), output's gradient and weights with
 * rows of `16 * groups` bytes.
 * Assumes: scratch holds 4 QUADS rows of weights, when their gradient isn't stored. With SPLIT_UNITS a thread owns groups of
 * four columns, with SPLIT_ROWS groups of four rows. Sums run over the batch in order.
 */
import { SPLIT_ROWS } from '../src/opcodes';
import { finishGradient, gradientAt } from './optimizer';
import { batch, shareEnd, shareStart } from './step';
import { clear } from './vectors';

/** Quads of rows of weights whose gradient is summed over SAMPLES at a time: what both take stays in the second-level cache. */
const QUADS: i32 = 16;
const SAMPLES: i32 = 128;

/** Arguments: parameter, input, inputBytes, output's gradient, depth, groups, split. */
export function weightGradient(args: usize): void {
  const parameter: usize = load<u32>(args);
  const input: usize = load<u32>(args, 4);
  const inputBytes: usize = load<u32>(args, 8);
  const outputGradient: usize = load<u32>(args, 12);
  const depth = load<i32>(args, 16);
  const groups = load<i32>(args, 20);
  const byRows = load<i32>(args, 24) == SPLIT_ROWS;
  const rowBytes: usize = groups << 4;
  const quads = (depth + 3) >> 2;
  const firstQuad = byRows ? shareStart(quads) : 0;
  const endQuad = byRows ? shareEnd(quads) : quads;
  const start: usize = byRows ? 0 : shareStart(groups) << 4;
  const end: usize = byRows ? rowBytes : shareEnd(groups) << 4;
  if (start == end) return;
  // With a small batch, quads are updated while they are in the first-level cache.
  const many = batch > SAMPLES ? QUADS : 1;
  for (let tile = firstQuad; tile < endQuad; tile += many) {
    const offset = (tile << 2) * rowBytes + start;
    const gradient = gradientAt(parameter, offset);
    const endTile = min(tile + many, endQuad);
    const rows = min(endTile << 2, depth) - (tile << 2);
    for (let sample = 0; sample < batch; sample += SAMPLES) {
      const count = min(SAMPLES, batch - sample);
      for (let quad = tile; quad < endTile; quad++) {
        const x = input + sample * inputBytes + (quad << 4);
        const g = outputGradient + sample * rowBytes;
        const out = gradient + ((quad - tile) << 2) * rowBytes;
        const own = min(4, depth - (quad << 2));
        if (sample == 0) for (let row = 0; row < own; row++) clear(out + row * rowBytes, end - start);
        let column = start;
        for (; column + 32 <= end; column += 32) {
          block4x2(x, inputBytes, g + column, rowBytes, out + (column - start), own, count);
        }
        if (column < end) block4x1(x, inputBytes, g + column, rowBytes, out + (column - start), own, count);
      }
    }
    finishGradient(parameter, offset, gradient, rows, end - start, rowBytes);
  }
}

/** Adds the products of `count` samples to up to four rows of sums; rows beyond are computed, but not stored. */
function block4x2(
  x: usize,
  xBytes: usize,
  g: usize,
  rowBytes: usize,
  out: usize,
  rows: i32,
  count: i32,
): void {
  const second = out + (rows > 1 ? rowBytes : 0);
  const third = second + (rows > 2 ? rowBytes : 0);
  const fourth = third + (rows > 3 ? rowBytes : 0);
  let s00 = v128.load(out);
  let s01 = v128.load(out, 16);
  let s10 = v128.load(second);
  let s11 = v128.load(second, 16);
  let s20 = v128.load(third);
  let s21 = v128.load(third, 16);
  let s30 = v128.load(fourth);
  let s31 = v128.load(fourth, 16);
  for (let row = 0; row < count; row++) {
    const g0 = v128.load(g);
    const g1 = v128.load(g, 16);
    let value = v128.load32_splat(x);
    s00 = f32x4.add(s00, f32x4.mul(value, g0));
    s01 = f32x4.add(s01, f32x4.mul(value, g1));
    value = v128.load32_splat(x, 4);
    s10 = f32x4.add(s10, f32x4.mul(value, g0));
    s11 = f32x4.add(s11, f32x4.mul(value, g1));
    value = v128.load32_splat(x, 8);
    s20 = f32x4.add(s20, f32x4.mul(value, g0));
    s21 = f32x4.add(s21, f32x4.mul(value, g1));
    value = v128.load32_splat(x, 12);
    s30 = f32x4.add(s30, f32x4.mul(value, g0));
    s31 = f32x4.add(s31, f32x4.mul(value, g1));
    x += xBytes;
    g += rowBytes;
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  if (rows < 2) return;
  out += rowBytes;
  v128.store(out, s10);
  v128.store(out, s11, 16);
  if (rows < 3) return;
  out += rowBytes;
  v128.store(out, s20);
  v128.store(out, s21, 16);
  if (rows < 4) return;
  out += rowBytes;
  v128.store(out, s30);
  v128.store(out, s31, 16);
}

function block4x1(
  x: usize,
  xBytes: usize,
  g: usize,
  rowBytes: usize,
  out: usize,
  rows: i32,
  count: i32,
): void {
  const second = out + (rows > 1 ? rowBytes : 0);
  const third = second + (rows > 2 ? rowBytes : 0);
  const fourth = third + (rows > 3 ? rowBytes : 0);
  let s0 = v128.load(out);
  let s1 = v128.load(second);
  let s2 = v128.load(third);
  let s3 = v128.load(fourth);
  for (let row = 0; row < count; row++) {
    const g0 = v128.load(g);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(x), g0));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(x, 4), g0));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(x, 8), g0));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(x, 12), g0));
    x += xBytes;
    g += rowBytes;
  }
  v128.store(out, s0);
  if (rows > 1) v128.store(out + rowBytes, s1);
  if (rows > 2) v128.store(out + rowBytes * 2, s2);
  if (rows > 3) v128.store(out + rowBytes * 3, s3);
}

/** Arguments: parameter, output's gradient, groups. Threads own groups. */
export function biasGradient(args: usize): void {
  const parameter: usize = load<u32>(args);
  const outputGradient: usize = load<u32>(args, 4);
  const groups = load<i32>(args, 8);
  const rowBytes: usize = groups << 4;
  const start: usize = shareStart(groups) << 4;
  const bytes: usize = (shareEnd(groups) << 4) - start;
  const gradient = gradientAt(parameter, start);
  for (let column: usize = 0; column < bytes; column += 16) {
    let sum = f32x4.splat(0);
    let g = outputGradient + start + column;
    for (let row = 0; row < batch; row++) {
      sum = f32x4.add(sum, v128.load(g));
      g += rowBytes;
    }
    v128.store(gradient + column, sum);
  }
  finishGradient(parameter, start, gradient, 1, bytes, bytes);
}
