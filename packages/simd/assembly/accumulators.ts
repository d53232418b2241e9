/**
 * Sums over the bytes that have a value other than 0, found by comparing 16 at a time: most images are mostly background.
 *
 * Up to eight vectors of sums that stay in registers while rows are added to them: `sums += value * row`.
 *
 * Memory: `sums` and the rows at `rows + i * rowBytes` are f32; values come from `table`, f32 x 256, by byte.
 * Assumes: the size of `Width` is the block's width in vectors of four floats, 1 (u8), 2 (u16), 4 (u32) or
 * 8 (u64): the compiler makes one straight loop of each, without the branches on `sizeof`. Rows are added in the order of
 * their bits, so that a sum doesn't depend on the width of the block that it is computed in.
 */

/** A bit for each of the `count` (at most 64) bytes that isn't `zero`. */
export function nonZero(bytes: usize, count: i32, zero: i32): u64 {
  const all: u64 = count >= 64 ? ~0 : (1 << (<u64>count)) - 1;
  if (zero < 0) return all;
  const background = i8x16.splat(<i8>zero);
  let mask: u64 = 0;
  for (let i = 0; i < count; i += 16) {
    mask |= (<u64>i8x16.bitmask(i8x16.ne(v128.load(bytes + i), background))) << i;
  }
  return mask & all;
}

/** Adds `table[bytes[i]] * rows[i]` for every bit `i` of `mask`. */
function addRows<Width>(
  sums: usize,
  mask: u64,
  bytes: usize,
  table: usize,
  rows: usize,
  rowBytes: usize,
): void {
  let s0 = v128.load(sums);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  if (sizeof<Width>() > 1) s1 = v128.load(sums, 16);
  if (sizeof<Width>() > 2) {
    s2 = v128.load(sums, 32);
    s3 = v128.load(sums, 48);
  }
  if (sizeof<Width>() > 4) {
    s4 = v128.load(sums, 64);
    s5 = v128.load(sums, 80);
    s6 = v128.load(sums, 96);
    s7 = v128.load(sums, 112);
  }
  while (mask != 0) {
    const i = <usize>ctz(mask);
    mask &= mask - 1;
    const value = v128.load32_splat(table + ((<usize>load<u8>(bytes + i)) << 2));
    const row = rows + i * rowBytes;
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(row)));
    if (sizeof<Width>() > 1) s1 = f32x4.add(s1, f32x4.mul(value, v128.load(row, 16)));
    if (sizeof<Width>() > 2) {
      s2 = f32x4.add(s2, f32x4.mul(value, v128.load(row, 32)));
      s3 = f32x4.add(s3, f32x4.mul(value, v128.load(row, 48)));
    }
    if (sizeof<Width>() > 4) {
      // Never true. The branch keeps V8 from loading all eight vectors first, for which registers don't suffice: a sum
      // that is spilled to the stack costs three times the rest.
      if (row == 0) break;
      s4 = f32x4.add(s4, f32x4.mul(value, v128.load(row, 64)));
      s5 = f32x4.add(s5, f32x4.mul(value, v128.load(row, 80)));
      s6 = f32x4.add(s6, f32x4.mul(value, v128.load(row, 96)));
      s7 = f32x4.add(s7, f32x4.mul(value, v128.load(row, 112)));
    }
  }
  v128.store(sums, s0);
  if (sizeof<Width>() > 1) v128.store(sums, s1, 16);
  if (sizeof<Width>() > 2) {
    v128.store(sums, s2, 32);
    v128.store(sums, s3, 48);
  }
  if (sizeof<Width>() > 4) {
    v128.store(sums, s4, 64);
    v128.store(sums, s5, 80);
    v128.store(sums, s6, 96);
    v128.store(sums, s7, 112);
  }
}

/** The same for a row of `groups` vectors, cut into the widest blocks that fit. */
export function addWideRows(
  sums: usize,
  groups: i32,
  mask: u64,
  bytes: usize,
  table: usize,
  rows: usize,
  rowBytes: usize,
): void {
  while (groups >= 8) {
    addRows<u64>(sums, mask, bytes, table, rows, rowBytes);
    sums += 128;
    rows += 128;
    groups -= 8;
  }
  if (groups & 4) {
    addRows<u32>(sums, mask, bytes, table, rows, rowBytes);
    sums += 64;
    rows += 64;
  }
  if (groups & 2) {
    addRows<u16>(sums, mask, bytes, table, rows, rowBytes);
    sums += 32;
    rows += 32;
  }
  if (groups & 1) addRows<u8>(sums, mask, bytes, table, rows, rowBytes);
}
