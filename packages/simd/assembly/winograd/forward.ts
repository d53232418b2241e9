/**
 * Convolution with a 3x3 kernel and stride 1 by Winograd's F(2x2, 3x3): 16 products for four outputs instead of 36.
 *
 *   Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A,   d a tile of 4x4 inputs, Y of 2x2 outputs, tiles two pixels apart
 *
 * The products of all channels are 16 products of matrices.
 *
 * Memory: as in conv.ts; the kernel's transforms as in pack.ts; in this thread's scratch memory the picture with a border that
 * completes its tiles, and the transforms of TILES tiles, `[16, TILES, floats]` and `[16, TILES, 4 groups]`.
 * Assumes: floats and padded channels are multiples of four. Threads own samples.
 */
import { WINOGRAD_TILES as TILES } from '../../src/opcodes';
import { batch, scratch, shareEnd, shareStart } from '../step';
import { copyPicture, multiplyPlanes, planeBytes, transformTiles, windowRows } from './tiles';

/**
 * Arguments: input, bytes of a sample, height, width, floats; border above and to the left; transforms of the kernel, bias or
 * 0, relu; output, its height and width, groups.
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
  const tilesX = (outWidth + 1) >> 1;
  const tiles = tilesX * ((outHeight + 1) >> 1);
  const windowBytes: usize = ((tilesX << 1) + 2) * (floats << 2);
  const outPixelBytes: usize = groups << 4;
  const outRowBytes = outWidth * outPixelBytes;
  const transforms = scratch + windowRows(outHeight) * windowBytes;
  const plane = planeBytes(floats << 2);
  const products = transforms + (plane << 4);
  const outPlane = planeBytes(outPixelBytes);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    copyPicture(args, input + sample * inputBytes, outHeight, outWidth);
    const out = output + sample * outHeight * outRowBytes;
    for (let first = 0; first < tiles; first += TILES) {
      const count = min(TILES, tiles - first);
      transformTiles(scratch, windowBytes, floats, tilesX, first, count, transforms, plane);
      multiplyPlanes(transforms, plane, floats, count, kernel, groups, products, outPlane);
      for (let t = 0; t < count; t++) {
        const y = ((first + t) / tilesX) << 1;
        const x = ((first + t) % tilesX) << 1;
        const m = products + t * outPixelBytes;
        const to = out + y * outRowBytes + x * outPixelBytes;
        outputTile(m, outPlane, groups, bias, relu, to, outRowBytes, x + 1 < outWidth, y + 1 < outHeight);
      }
    }
  }
}

/** `Aᵀ M A` of a tile's sixteen products at `m`: its outputs, with bias, as far as they lie in the picture. */
function outputTile(
  m: usize,
  plane: usize,
  groups: i32,
  bias: usize,
  relu: bool,
  out: usize,
  rowBytes: usize,
  right: bool,
  below: bool,
): void {
  const bytes: usize = groups << 4;
  const zero = f32x4.splat(0);
  for (let channel: usize = 0; channel < bytes; channel += 16) {
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
    if (right) storeOutput(to + bytes, f32x4.add(f32x4.sub(f32x4.sub(a1, a2), a3), start), relu);
    if (!below) continue;
    storeOutput(to + rowBytes, f32x4.add(f32x4.add(f32x4.add(b0, b1), b2), start), relu);
    if (right) storeOutput(to + rowBytes + bytes, f32x4.add(f32x4.sub(f32x4.sub(b1, b2), b3), start), relu);
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
