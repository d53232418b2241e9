/**
 * Products of dense matrices: `C = A B + bias`, and `C = A Bᵀ`.
 *
 * Memory: A f32 `[batch, depth]` with rows of `aBytes`, B f32 `[depth, 4 groups]` (or `[4 groups, depth]` when transposed)
 * with rows of `bBytes`, C f32 `[batch, 4 groups]`. A thread packs eight columns of B at a time into its scratch memory,
 * `[depth, 8]`: read directly from B, they would map to few cache sets and evict each other.
 * Assumes: rows of B up to its padded size are readable; scratch holds `32 * (depth + 3)` bytes. Every sum runs over the
 * depth in order, or over both parts of it, whatever block it is in; a transposed product's in one piece.
 */
import {
  batch,
  endGroup,
  endRow,
  firstGroup,
  firstRow,
  scratch,
  shareEnd,
  shareStart,
  thread,
  threads,
} from './step';

/** Rows of A that stay in the second-level cache while the columns of B pass. */
const ROWS: i32 = 128;

/**
 * Arguments: A, aBytes, B, bBytes, bias or 0, C, depth, groups, transposed, split, middle, sums of the second part or 0. Sums run up to the
 * middle and from there, and are added: with sums of the second part, which are split by units, two threads take a part each of all rows and units, and `matmulSums` adds. Where the
 * middle is the depth, they run in one piece.
 */
export function matmul(args: usize): void {
  const a: usize = load<u32>(args);
  const aBytes: usize = load<u32>(args, 4);
  const b: usize = load<u32>(args, 8);
  const bBytes: usize = load<u32>(args, 12);
  const depth = load<i32>(args, 24);
  const groups = load<i32>(args, 28);
  const transposed = load<i32>(args, 32);
  const split = load<i32>(args, 36);
  const middle = load<i32>(args, 40);
  const secondSums: usize = load<u32>(args, 44);
  const apart: bool = secondSums != 0 && threads == 2;
  const from = apart && thread == 1 ? middle : 0;
  const to = apart && thread == 0 ? middle : depth;
  const cut = apart ? to : middle;
  const bias: usize = from == 0 ? load<u32>(args, 16) : 0;
  const c: usize = from == 0 ? load<u32>(args, 20) : secondSums;
  const cBytes: usize = groups << 4;
  const end = endRow(split);
  const lastGroup = apart ? groups : endGroup(split, groups);
  for (let first = firstRow(split); first < end; first += ROWS) {
    const rows = min(ROWS, end - first);
    const x = a + first * aBytes + (from << 2);
    for (let group = apart ? 0 : firstGroup(split, groups); group < lastGroup; group += 2) {
      const pair = group + 1 < lastGroup;
      if (transposed) packTransposed(b + (group << 2) * bBytes, bBytes, depth, pair);
      else pack(b + from * bBytes + (group << 4), bBytes, to - from, pair);
      const add = bias == 0 ? 0 : bias + (group << 4);
      const out = c + first * cBytes + (group << 4);
      products(x, aBytes, scratch, cut - from, add, out, cBytes, rows, pair, false);
      if (cut == to) continue;
      const done = cut - from;
      products(x + (done << 2), aBytes, scratch + (done << 5), to - cut, 0, out, cBytes, rows, pair, true);
    }
  }
}

/** Arguments: C, sums of the second part, groups. Threads own groups. One thread has added both parts itself. */
export function matmulSums(args: usize): void {
  if (threads != 2) return;
  const c: usize = load<u32>(args);
  const secondSums: usize = load<u32>(args, 4);
  const groups = load<i32>(args, 8);
  const rowBytes: usize = groups << 4;
  const start: usize = shareStart(groups) << 4;
  const end: usize = shareEnd(groups) << 4;
  for (let row: usize = 0; row < <usize>batch; row++) {
    for (let i = row * rowBytes + start; i < row * rowBytes + end; i += 16) {
      v128.store(c + i, f32x4.add(v128.load(c + i), v128.load(secondSums + i)));
    }
  }
}

/** `rows` rows of A, eight or four packed columns of B, `depth` of each; `more`: added to C. */
function products(
  a: usize,
  aBytes: usize,
  b: usize,
  depth: i32,
  bias: usize,
  c: usize,
  cBytes: usize,
  rows: i32,
  pair: bool,
  more: bool,
): void {
  let row = 0;
  if (pair) {
    for (; row + 4 <= rows; row += 4)
      block4x2(a + row * aBytes, aBytes, b, depth, bias, c + row * cBytes, cBytes, more);
    for (; row < rows; row++) block1x2(a + row * aBytes, b, depth, bias, c + row * cBytes, more);
  } else {
    for (; row < rows; row++) block1x1(a + row * aBytes, b, depth, bias, c + row * cBytes, more);
  }
}

function pack(b: usize, bBytes: usize, depth: i32, pair: bool): void {
  let out = scratch;
  for (let k = 0; k < depth; k++) {
    v128.store(out, v128.load(b));
    if (pair) v128.store(out, v128.load(b, 16), 16);
    b += bBytes;
    out += 32;
  }
}

function packTransposed(b: usize, bBytes: usize, depth: i32, pair: bool): void {
  for (let k = 0; k < depth; k += 4) {
    const out = scratch + (k << 5);
    transpose4(b + (k << 2), bBytes, out);
    if (pair) transpose4(b + (k << 2) + 4 * bBytes, bBytes, out + 16);
  }
}

function transpose4(b: usize, bBytes: usize, out: usize): void {
  const r0 = v128.load(b);
  const r1 = v128.load(b + bBytes);
  const r2 = v128.load(b + bBytes * 2);
  const r3 = v128.load(b + bBytes * 3);
  const t0 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const t1 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const t2 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const t3 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(out, i64x2.shuffle(t0, t1, 0, 2));
  v128.store(out, i64x2.shuffle(t0, t1, 1, 3), 32);
  v128.store(out, i64x2.shuffle(t2, t3, 0, 2), 64);
  v128.store(out, i64x2.shuffle(t2, t3, 1, 3), 96);
}

function start0(bias: usize): v128 {
  return bias == 0 ? f32x4.splat(0) : v128.load(bias);
}

function start1(bias: usize): v128 {
  return bias == 0 ? f32x4.splat(0) : v128.load(bias, 16);
}

/** Four rows of A, eight columns of B. */
function block4x2(
  a: usize,
  aBytes: usize,
  b: usize,
  depth: i32,
  bias: usize,
  c: usize,
  cBytes: usize,
  more: bool,
): void {
  let s00 = start0(bias);
  let s01 = start1(bias);
  let s10 = s00;
  let s11 = s01;
  let s20 = s00;
  let s21 = s01;
  let s30 = s00;
  let s31 = s01;
  const a1 = a + aBytes;
  const a2 = a1 + aBytes;
  const a3 = a2 + aBytes;
  const bytes: usize = depth << 2;
  for (let k: usize = 0; k < bytes; k += 4) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    b += 32;
    let x = v128.load32_splat(a + k);
    s00 = f32x4.add(s00, f32x4.mul(x, b0));
    s01 = f32x4.add(s01, f32x4.mul(x, b1));
    x = v128.load32_splat(a1 + k);
    s10 = f32x4.add(s10, f32x4.mul(x, b0));
    s11 = f32x4.add(s11, f32x4.mul(x, b1));
    x = v128.load32_splat(a2 + k);
    s20 = f32x4.add(s20, f32x4.mul(x, b0));
    s21 = f32x4.add(s21, f32x4.mul(x, b1));
    x = v128.load32_splat(a3 + k);
    s30 = f32x4.add(s30, f32x4.mul(x, b0));
    s31 = f32x4.add(s31, f32x4.mul(x, b1));
  }
  put(c, s00, s01, more);
  put(c + cBytes, s10, s11, more);
  put(c + cBytes * 2, s20, s21, more);
  put(c + cBytes * 3, s30, s31, more);
}

function block1x2(a: usize, b: usize, depth: i32, bias: usize, c: usize, more: bool): void {
  let s0 = start0(bias);
  let s1 = start1(bias);
  const bytes: usize = depth << 2;
  for (let k: usize = 0; k < bytes; k += 4) {
    const x = v128.load32_splat(a + k);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    b += 32;
  }
  put(c, s0, s1, more);
}

function block1x1(a: usize, b: usize, depth: i32, bias: usize, c: usize, more: bool): void {
  let s0 = start0(bias);
  const bytes: usize = depth << 2;
  for (let k: usize = 0; k < bytes; k += 4) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a + k), v128.load(b)));
    b += 32;
  }
  v128.store(c, more ? f32x4.add(v128.load(c), s0) : s0);
}

/** Stores two vectors of sums, or adds them to what is there. */
function put(c: usize, s0: v128, s1: v128, more: bool): void {
  v128.store(c, more ? f32x4.add(v128.load(c), s0) : s0);
  v128.store(c, more ? f32x4.add(v128.load(c, 16), s1) : s1, 16);
}
