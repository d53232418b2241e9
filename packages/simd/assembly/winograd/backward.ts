/**
 * The gradients of a Winograd convolution (see forward.ts), those of the same formula: the output's gradient goes back through A, the
 * weights and B, and overlapping tiles add up; the weights' gradient is that of the transformed kernel until weight-gradient.ts.
 *
 * Memory: as in forward.ts; in scratch memory also the tiles' gradients and the picture's.
 * Assumes: threads own chunks of samples.
 */
import { CHUNKS, WINOGRAD_TILES as TILES } from '../../src/opcodes';
import { addColumns, addOuterProducts, chunkStart } from '../conv-gradient';
import { copyWithBorder } from '../pictures';
import { scratch, shareEnd, shareStart } from '../step';
import { clear } from '../vectors';
import { addTile, gradientTiles } from './gradient-tiles';
import { copyPicture, multiplyPlanes, planeBytes, transformTiles, windowRows } from './tiles';

/**
 * Arguments: the first seven of `winogradForward`; transforms of the kernel for the backward pass; output's gradient, its height
 * and width, groups; chunks' sums or 0, bytes of a chunk, with a bias; input's gradient or 0.
 *
 * A chunk's sums are f32 `[16, floats, 4 groups]`, the gradient of the transformed kernel, and for the bias `[4 groups]`.
 */
export function winogradBackward(args: usize): void {
  const input: usize = load<u32>(args);
  const inputBytes: usize = load<u32>(args, 4);
  const height = load<i32>(args, 8);
  const width = load<i32>(args, 12);
  const floats = load<i32>(args, 16);
  const top = load<i32>(args, 20);
  const left = load<i32>(args, 24);
  const kernel: usize = load<u32>(args, 28);
  const gradient: usize = load<u32>(args, 32);
  const outHeight = load<i32>(args, 36);
  const outWidth = load<i32>(args, 40);
  const groups = load<i32>(args, 44);
  const sums: usize = load<u32>(args, 48);
  const chunkBytes: usize = load<u32>(args, 52);
  const hasBias = load<i32>(args, 56) != 0;
  const inputGradient: usize = load<u32>(args, 60);
  const tilesX = (outWidth + 1) >> 1;
  const tiles = tilesX * ((outHeight + 1) >> 1);
  const windowBytes: usize = ((tilesX << 1) + 2) * (floats << 2);
  const pictureBytes = windowRows(outHeight) * windowBytes;
  const pixelBytes: usize = groups << 4;
  const gradientBytes = outHeight * outWidth * pixelBytes;
  const transforms = scratch + pictureBytes;
  const plane = planeBytes(floats << 2);
  const products = transforms + (plane << 4);
  const outPlane = planeBytes(pixelBytes);
  const sumsOfTiles = products + (outPlane << 4);
  const end = shareEnd(CHUNKS);
  for (let chunk = shareStart(CHUNKS); chunk < end; chunk++) {
    const out = sums + chunk * chunkBytes;
    if (sums != 0) clear(out, chunkBytes);
    const endSample = chunkStart(chunk + 1);
    for (let sample = chunkStart(chunk); sample < endSample; sample++) {
      const g = gradient + sample * gradientBytes;
      if (sums != 0) copyPicture(args, input + sample * inputBytes, outHeight, outWidth);
      if (inputGradient != 0) clear(sumsOfTiles, pictureBytes);
      for (let first = 0; first < tiles; first += TILES) {
        const count = min(TILES, tiles - first);
        gradientTiles(g, outHeight, outWidth, groups, tilesX, first, count, products, outPlane);
        if (sums != 0) {
          transformTiles(scratch, windowBytes, floats, tilesX, first, count, transforms, plane);
          addPlanes(transforms, plane, floats, products, outPlane, groups, count, out);
        }
        if (inputGradient == 0) continue;
        // Overwrites the transforms, which are no longer needed.
        multiplyPlanes(products, outPlane, groups << 2, count, kernel, floats >> 2, transforms, plane);
        for (let t = 0; t < count; t++) {
          const y = ((first + t) / tilesX) << 1;
          const x = ((first + t) % tilesX) << 1;
          const to = sumsOfTiles + y * windowBytes + x * (floats << 2);
          addTile(transforms + t * (floats << 2), plane, floats, to, windowBytes);
        }
      }
      if (inputGradient != 0) {
        const windowWidth = (tilesX << 1) + 2;
        const to = inputGradient + sample * inputBytes;
        const windowHeight = <i32>windowRows(outHeight);
        copyWithBorder(to, sumsOfTiles, windowHeight, windowWidth, floats, -top, -left, height, width);
      }
      if (hasBias && sums != 0) addColumns(g, outHeight * outWidth, groups, out + chunkBytes - pixelBytes);
    }
  }
}

/** Adds the contribution of `count` tiles to the gradient of the transformed kernel. */
function addPlanes(
  input: usize,
  plane: usize,
  floats: i32,
  gradient: usize,
  gradientPlane: usize,
  groups: i32,
  count: i32,
  out: usize,
): void {
  const pixelBytes: usize = groups << 4;
  const inputBytes: usize = floats << 2;
  for (let e = 0; e < 16; e++) {
    for (let group = 0; group < groups; group += 2) {
      const g = gradient + (group << 4);
      let to = out + (group << 4);
      for (let x: usize = 0; x < inputBytes; x += 16) {
        if (group + 1 < groups) {
          addOuterProducts<u16>(input + x, 0, inputBytes, 1, count, g, pixelBytes, to, pixelBytes);
        } else {
          addOuterProducts<u8>(input + x, 0, inputBytes, 1, count, g, pixelBytes, to, pixelBytes);
        }
        to += pixelBytes << 2;
      }
    }
    input += plane;
    gradient += gradientPlane;
    out += floats * pixelBytes;
  }
}
