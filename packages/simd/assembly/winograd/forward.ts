/**
 * Convolution with a 3x3 kernel and stride 1 by Winograd's algorithm.
 *
 *   Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A,   d a tile of inputs, Y of outputs
 *
 * F(2x2, 3x3) makes 2x2 outputs of 4x4 inputs in 16 products instead of 36, F(4x4, 3x3) 4x4 of 6x6 in 36 instead of 144, with a
 * rounding error some times as large. The products of all channels are products of matrices, one for each plane of the tiles' values,
 * whose rows are the tiles, of several pictures where these are small.
 *
 * Memory: as in conv.ts; the kernel's transforms as in kernel.ts; in this thread's scratch memory the lines of a tile, the picture
 * with a border that completes its tiles, and the transforms of TILES tiles, `[planes, TILES, floats]` and
 * `[planes, TILES, 4 groups]`.
 * Assumes: floats and padded channels are multiples of four. Threads own samples.
 */
import { WINOGRAD_TILES as TILES } from '../../src/opcodes';
import { batch, scratch, shareEnd, shareStart } from '../step';
import * as four from './four';
import {
  LINES_BYTES,
  outputs,
  picturesAtOnce,
  planeBytes,
  planes,
  tileColumn,
  tileRow,
  tilesAlong,
  useTiles,
  windowLength,
} from './tile-size';
import { copyPicture, multiplyPlanes, transformTiles } from './tiles';
import * as two from './two';

/**
 * Arguments: input, bytes of a sample, height, width, floats; border above and to the left; transforms of the kernel, bias or
 * 0, relu; output, its height and width, groups; outputs along a tile's side.
 */
export function winogradForward(args: usize): void {
  const input: usize = load<u32>(args);
  const inputBytes: usize = load<u32>(args, 4);
  const floats = load<i32>(args, 16);
  const kernel: usize = load<u32>(args, 28);
  const bias: usize = load<u32>(args, 32);
  const relu = load<i32>(args, 36) != 0;
  const output: usize = load<u32>(args, 40);
  const outHeight = load<i32>(args, 44);
  const outWidth = load<i32>(args, 48);
  const groups = load<i32>(args, 52);
  useTiles(load<i32>(args, 56));
  const tilesY = tilesAlong(outHeight);
  const tilesX = tilesAlong(outWidth);
  const tiles = tilesY * tilesX;
  const pixelBytes: usize = floats << 2;
  const outPixelBytes: usize = groups << 4;
  const outRowBytes = outWidth * outPixelBytes;
  const picture = scratch + LINES_BYTES;
  const transforms = picture + windowLength(tilesY) * windowLength(tilesX) * pixelBytes;
  const plane = planeBytes(pixelBytes);
  const products = transforms + plane * planes;
  const outPlane = planeBytes(outPixelBytes);
  const pictures = picturesAtOnce(tiles);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample += pictures) {
    const samples = min(pictures, end - sample);
    for (let first = 0; first < tiles; first += TILES) {
      const count = min(TILES, tiles - first);
      for (let s = 0; s < samples; s++) {
        if (first == 0) copyPicture(args, input + (sample + s) * inputBytes, tilesY, tilesX);
        transformTiles(picture, floats, tilesX, first, count, transforms + s * count * pixelBytes, plane);
      }
      multiplyPlanes(transforms, plane, floats, samples * count, kernel, groups, products, outPlane);
      for (let s = 0; s < samples; s++) {
        const out = output + (sample + s) * outHeight * outRowBytes;
        for (let t = 0; t < count; t++) {
          const y = tileRow(first + t, tilesX);
          const x = tileColumn(first + t, tilesX);
          const from = products + (s * count + t) * outPixelBytes;
          const to = out + y * outRowBytes + x * outPixelBytes;
          const rows = min(outputs, outHeight - y);
          const columns = min(outputs, outWidth - x);
          if (outputs == 2) {
            two.outputTile(from, outPlane, outPixelBytes, bias, relu, to, outRowBytes, rows, columns);
          } else {
            four.outputTile(from, outPlane, outPixelBytes, bias, relu, to, outRowBytes, rows, columns);
          }
        }
      }
    }
  }
}
