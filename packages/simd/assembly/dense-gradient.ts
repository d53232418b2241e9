/**
 * The gradients of a dense layer's weights and bias, each used for its update as soon as it is known.
 *
 * Memory: input f32 `[batch, depth]` with rows of `inputBytes` (a multiple of 16), output's gradient and weights with
 * rows of `16 * groups` bytes.
 * Assumes: scratch holds four rows of weights, when their gradient isn't stored. With SPLIT_UNITS a thread owns groups of
 * four columns, with SPLIT_ROWS groups of four rows. Sums run over the batch in order.
 */
import { SPLIT_ROWS } from '../src/opcodes';
import { finishGradient, gradientAt } from './optimizer';
import { batch, shareEnd, shareStart } from './step';

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
  for (let quad = firstQuad; quad < endQuad; quad++) {
    const offset = (quad << 2) * rowBytes + start;
    const gradient = gradientAt(parameter, offset);
    const rows = min(4, depth - (quad << 2));
    const x = input + (quad << 4);
    let column = start;
    for (; column + 32 <= end; column += 32) {
      block4x2(x, inputBytes, outputGradient + column, rowBytes, gradient + (column - start), rows);
    }
    if (column < end) {
      block4x1(x, inputBytes, outputGradient + column, rowBytes, gradient + (column - start), rows);
    }
    finishGradient(parameter, offset, gradient, rows, end - start, rowBytes);
  }
}

function block4x2(x: usize, xBytes: usize, g: usize, rowBytes: usize, out: usize, rows: i32): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (let row = 0; row < batch; row++) {
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

function block4x1(x: usize, xBytes: usize, g: usize, rowBytes: usize, out: usize, rows: i32): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let row = 0; row < batch; row++) {
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
