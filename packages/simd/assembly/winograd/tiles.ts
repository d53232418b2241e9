/**
 * Tiles of pictures: what both passes of a Winograd convolution share.
 *
 * Memory: see forward.ts.
 */
import { multiplyRows } from '../patches';
import { copyWithBorder } from '../pictures';
import { scratch } from '../step';
import * as four from './four';
import { LINES_BYTES, outputs, planes, tileOffset, windowLength } from './tile-size';
import * as two from './two';

/** The picture with its border, in scratch memory after the lines. `args` are those of `winogradForward`. */
export function copyPicture(args: usize, picture: usize, tilesY: i32, tilesX: i32): void {
  copyWithBorder(
    scratch + LINES_BYTES,
    picture,
    load<i32>(args, 8),
    load<i32>(args, 12),
    load<i32>(args, 16),
    load<i32>(args, 20),
    load<i32>(args, 24),
    windowLength(tilesY),
    windowLength(tilesX),
  );
}

/** `Bᵀ d B` of `count` tiles from `first` on, of the picture with its border, to the planes at `out`. */
export function transformTiles(
  picture: usize,
  floats: i32,
  tilesX: i32,
  first: i32,
  count: i32,
  out: usize,
  plane: usize,
): void {
  const pixelBytes: usize = floats << 2;
  const rowBytes = windowLength(tilesX) * pixelBytes;
  for (let t = 0; t < count; t++) {
    const tile = picture + tileOffset(first + t, tilesX, rowBytes, pixelBytes);
    if (outputs == 2) two.inputTile(tile, rowBytes, pixelBytes, out, plane);
    else four.inputTile(tile, rowBytes, pixelBytes, out, plane);
    out += pixelBytes;
  }
}

/** The products of each plane's `[count, depth]` with packed `[depth, 4 groups]`. */
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
  for (let e = 0; e < planes; e++) {
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
