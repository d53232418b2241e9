/**
 * Tiles of pictures: what both passes of a Winograd convolution share.
 *
 * Memory: see forward.ts.
 */
import { WINOGRAD_TILES as TILES } from '../../src/opcodes';
import { multiplyRows } from '../patches';
import { copyWithBorder } from '../pictures';
import { scratch } from '../step';

/** The transforms of TILES tiles, and a cache line: sixteen planes a power of two apart would share one set of the cache. */
export function planeBytes(pixelBytes: usize): usize {
  return TILES * pixelBytes + 64;
}

/** Rows of the picture with the border that completes its tiles. */
export function windowRows(outHeight: i32): usize {
  return (((outHeight + 1) >> 1) << 1) + 2;
}

/** The picture with its border, at the start of scratch memory. */
export function copyPicture(args: usize, picture: usize, outHeight: i32, outWidth: i32): void {
  const windowWidth = (((outWidth + 1) >> 1) << 1) + 2;
  copyWithBorder(
    scratch,
    picture,
    load<i32>(args, 8),
    load<i32>(args, 12),
    load<i32>(args, 16),
    load<i32>(args, 20),
    load<i32>(args, 24),
    <i32>windowRows(outHeight),
    windowWidth,
  );
}

/** The transforms of `count` tiles from `first` on, of a picture with its border. */
export function transformTiles(
  picture: usize,
  rowBytes: usize,
  floats: i32,
  tilesX: i32,
  first: i32,
  count: i32,
  out: usize,
  plane: usize,
): void {
  const pixelBytes: usize = floats << 2;
  for (let t = 0; t < count; t++) {
    const y = ((first + t) / tilesX) << 1;
    const x = ((first + t) % tilesX) << 1;
    transformTile(picture + y * rowBytes + x * pixelBytes, rowBytes, floats, out + t * pixelBytes, plane);
  }
}

/** `Bᵀ d B` of the tile at `d`, for all its channels, to sixteen planes. */
function transformTile(d: usize, rowBytes: usize, floats: i32, out: usize, plane: usize): void {
  const pixel: usize = floats << 2;
  for (let channel: usize = 0; channel < pixel; channel += 16) {
    const r0 = d + channel;
    const r1 = r0 + rowBytes;
    const r2 = r1 + rowBytes;
    const r3 = r2 + rowBytes;
    let to = out + channel;
    // Two rows of d make a row of Bᵀ d: more at a time would not fit into registers.
    transformRow(r0, r2, pixel, false, to, plane);
    to += plane << 2;
    transformRow(r1, r2, pixel, true, to, plane);
    to += plane << 2;
    transformRow(r2, r1, pixel, false, to, plane);
    to += plane << 2;
    transformRow(r1, r3, pixel, false, to, plane);
  }
}

/** One row of `Bᵀ d B`, of the sum or difference of two rows. */
function transformRow(a: usize, b: usize, pixel: usize, plus: bool, out: usize, plane: usize): void {
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

/** The sixteen products of `[count, depth]` with packed `[depth, 4 groups]`. */
export function multiplyPlanes(
  input: usize,
  plane: usize,
  depth: i32,
  count: i32,
  packed: usize,
  groups: i32,
  out: usize,
  outPlane: usize,
): void {
  const outBytes: usize = groups << 4;
  for (let e = 0; e < 16; e++) {
    for (let group = 0; group < groups; group += 2) {
      const to = out + (group << 4);
      if (group + 1 < groups) multiplyRows<u16>(input, depth << 2, count, depth, packed, to, outBytes);
      else multiplyRows<u8>(input, depth << 2, count, depth, packed, to, outBytes);
      packed += depth * (min(2, groups - group) << 4);
    }
    input += plane;
    out += outPlane;
  }
}
