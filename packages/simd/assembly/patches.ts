/**
 * Sums over patches: the windows of four pixels, times eight or four columns of packed weights.
 *
 * Memory: a patch is `rows` rows of `depth` floats, `rowBytes` apart; weights f32 `[rows, depth, 4 or 8]`, packed.
 * Assumes: the type parameter's size is the number of vectors of columns, 1 (u8) or 2 (u16), as in accumulators.ts. Every
 * sum begins with the bias and runs over the patch in order, whatever block it is in. Eight sums, two weights, one value and
 * one product fill the registers: larger blocks were no faster.
 */

/** Adds patches up for four pixels; each has the address of its patch and of its output. */
export function sumPatches<Width>(
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  rows: i32,
  rowBytes: usize,
  depth: i32,
  weights: usize,
  bias: usize,
  relu: bool,
  o0: usize,
  o1: usize,
  o2: usize,
  o3: usize,
): void {
  const zero = f32x4.splat(0);
  let s00 = zero;
  let s01 = zero;
  if (bias != 0) {
    s00 = v128.load(bias);
    if (sizeof<Width>() > 1) s01 = v128.load(bias, 16);
  }
  let s10 = s00;
  let s11 = s01;
  let s20 = s00;
  let s21 = s01;
  let s30 = s00;
  let s31 = s01;
  const bytes: usize = depth << 2;
  for (let row = 0; row < rows; row++) {
    for (let k: usize = 0; k < bytes; k += 4) {
      const w0 = v128.load(weights);
      let w1 = zero;
      if (sizeof<Width>() > 1) w1 = v128.load(weights, 16);
      weights += 16 * sizeof<Width>();
      let x = v128.load32_splat(p0 + k);
      s00 = f32x4.add(s00, f32x4.mul(x, w0));
      if (sizeof<Width>() > 1) s01 = f32x4.add(s01, f32x4.mul(x, w1));
      x = v128.load32_splat(p1 + k);
      s10 = f32x4.add(s10, f32x4.mul(x, w0));
      if (sizeof<Width>() > 1) s11 = f32x4.add(s11, f32x4.mul(x, w1));
      x = v128.load32_splat(p2 + k);
      s20 = f32x4.add(s20, f32x4.mul(x, w0));
      if (sizeof<Width>() > 1) s21 = f32x4.add(s21, f32x4.mul(x, w1));
      x = v128.load32_splat(p3 + k);
      s30 = f32x4.add(s30, f32x4.mul(x, w0));
      if (sizeof<Width>() > 1) s31 = f32x4.add(s31, f32x4.mul(x, w1));
    }
    p0 += rowBytes;
    p1 += rowBytes;
    p2 += rowBytes;
    p3 += rowBytes;
  }
  if (relu) {
    s00 = f32x4.max(s00, zero);
    s10 = f32x4.max(s10, zero);
    s20 = f32x4.max(s20, zero);
    s30 = f32x4.max(s30, zero);
    if (sizeof<Width>() > 1) {
      s01 = f32x4.max(s01, zero);
      s11 = f32x4.max(s11, zero);
      s21 = f32x4.max(s21, zero);
      s31 = f32x4.max(s31, zero);
    }
  }
  v128.store(o0, s00);
  v128.store(o1, s10);
  v128.store(o2, s20);
  v128.store(o3, s30);
  if (sizeof<Width>() > 1) {
    v128.store(o0, s01, 16);
    v128.store(o1, s11, 16);
    v128.store(o2, s21, 16);
    v128.store(o3, s31, 16);
  }
}

/**
 * The products of `count` rows of `depth` floats with packed weights: `out = rows * weights`. Rows beyond the last full four repeat the
 * last one.
 */
export function multiplyRows<Width>(
  input: usize,
  inputBytes: usize,
  count: i32,
  depth: i32,
  weights: usize,
  out: usize,
  outBytes: usize,
): void {
  const last = count - 1;
  for (let row = 0; row < count; row += 4) {
    const r1 = min(row + 1, last);
    const r2 = min(row + 2, last);
    const r3 = min(row + 3, last);
    sumPatches<Width>(
      input + row * inputBytes,
      input + r1 * inputBytes,
      input + r2 * inputBytes,
      input + r3 * inputBytes,
      1,
      0,
      depth,
      weights,
      0,
      false,
      out + row * outBytes,
      out + r1 * outBytes,
      out + r2 * outBytes,
      out + r3 * outBytes,
    );
  }
}
