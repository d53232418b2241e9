/**
 * The gradients of a Winograd convolution (see forward.ts), those of the same formula: the output's gradient goes back through A, the
 * weights and B, and overlapping tiles add up; the weights' gradient is that of the transformed kernel, taken back through G.
 *
 * Memory: as in forward.ts; in scratch memory after that the output's gradient with the zeros that complete its tiles, and the sums of
 * tiles that make the input's. A chunk's gradient of the transformed kernel, f32 `[planes, floats, 4 groups]` with a gap after each plane,
 * has a place for each thread, at most for each chunk.
 * Assumes: threads own chunks of samples.
 */
import { CHUNKS, WINOGRAD_PLANE_GAP as PLANE_GAP, WINOGRAD_TILES as TILES } from '../../src/opcodes';
import { addColumns, addOuterProducts, chunkStart } from '../conv-gradient';
import { copyWithBorder } from '../pictures';
import { scratch, shareEnd, shareStart, thread, threads } from '../step';
import { clear } from '../vectors';
import { kernelGradient } from './kernel';
import * as four from './four';
import {
  LINES_BYTES,
  outputs,
  picturesAtOnce,
  planeBytes,
  planes,
  tileOffset,
  tilesAlong,
  useTiles,
  windowLength,
} from './tile-size';
import { copyPicture, multiplyPlanes, transformTiles } from './tiles';
import * as two from './two';

/**
 * Arguments: the first seven of `winogradForward`; transforms of the kernel for the backward pass; output's gradient, its height
 * and width, groups; chunks' sums or 0, bytes of a chunk, with a bias; input's gradient or 0; sums of the kernel's transforms, for each
 * thread, or 0 where chunks' sums are 0; outputs along a tile's side.
 *
 * A chunk's sums are f32 `[9, floats, 4 groups]`, and for the bias `[4 groups]`.
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
  const ownSums: usize = load<u32>(args, 64);
  useTiles(load<i32>(args, 68));
  const tilesY = tilesAlong(outHeight);
  const tilesX = tilesAlong(outWidth);
  const tiles = tilesY * tilesX;
  const inputPixelBytes: usize = floats << 2;
  const pixelBytes: usize = groups << 4;
  const gradientBytes = outHeight * outWidth * pixelBytes;
  const windowHeight = windowLength(tilesY);
  const windowWidth = windowLength(tilesX);
  const windowBytes = windowHeight * windowWidth * inputPixelBytes;
  const picture = scratch + LINES_BYTES;
  const transforms = picture + windowBytes;
  const plane = planeBytes(inputPixelBytes);
  const products = transforms + plane * planes;
  const outPlane = planeBytes(pixelBytes);
  const wholeTiles = products + outPlane * planes;
  const wholeHeight = tilesY * outputs;
  const wholeWidth = tilesX * outputs;
  const sumsOfTiles = wholeTiles + wholeHeight * wholeWidth * pixelBytes;
  const kernelBytes = floats * pixelBytes;
  const kernelPlane = kernelBytes + PLANE_GAP;
  const pictures = picturesAtOnce(tiles);
  const end = shareEnd(CHUNKS);
  for (let chunk = shareStart(CHUNKS); chunk < end; chunk++) {
    const out = sums + chunk * chunkBytes;
    // Where there are more threads than chunks, none has two of them.
    const kernelSums = ownSums + (threads <= CHUNKS ? thread : chunk) * kernelPlane * planes;
    const biasSums = out + chunkBytes - pixelBytes;
    if (sums != 0) clear(kernelSums, kernelPlane * planes);
    if (hasBias) clear(biasSums, pixelBytes);
    const endSample = chunkStart(chunk + 1);
    for (let sample = chunkStart(chunk); sample < endSample; sample += pictures) {
      const samples = min(pictures, endSample - sample);
      for (let first = 0; first < tiles; first += TILES) {
        const count = min(TILES, tiles - first);
        for (let s = 0; s < samples; s++) {
          const g = gradient + (sample + s) * gradientBytes;
          if (first == 0) {
            copyWithBorder(wholeTiles, g, outHeight, outWidth, groups << 2, 0, 0, wholeHeight, wholeWidth);
          }
          const to = products + s * count * pixelBytes;
          transformGradients(wholeTiles, pixelBytes, tilesX, first, count, to, outPlane);
          if (sums == 0) continue;
          if (first == 0) copyPicture(args, input + (sample + s) * inputBytes, tilesY, tilesX);
          const at = transforms + s * count * inputPixelBytes;
          transformTiles(picture, floats, tilesX, first, count, at, plane);
        }
        if (sums != 0)
          addPlanes(
            transforms,
            plane,
            floats,
            products,
            outPlane,
            groups,
            samples * count,
            kernelSums,
            kernelPlane,
          );
        if (inputGradient == 0) continue;
        // Overwrites the transforms, which are no longer needed.
        multiplyPlanes(
          products,
          outPlane,
          groups << 2,
          samples * count,
          kernel,
          floats >> 2,
          transforms,
          plane,
        );
        for (let s = 0; s < samples; s++) {
          if (first == 0) clear(sumsOfTiles, windowBytes);
          const from = transforms + s * count * inputPixelBytes;
          addTiles(from, plane, inputPixelBytes, tilesX, first, count, sumsOfTiles);
          if (first + TILES < tiles) continue;
          const to = inputGradient + (sample + s) * inputBytes;
          copyWithBorder(to, sumsOfTiles, windowHeight, windowWidth, floats, -top, -left, height, width);
        }
      }
      if (!hasBias) continue;
      for (let s = 0; s < samples; s++) {
        addColumns(gradient + (sample + s) * gradientBytes, outHeight * outWidth, groups, biasSums);
      }
    }
    if (sums != 0) kernelGradient(kernelSums, kernelPlane, kernelBytes, out);
  }
}

/** `A dY Aᵀ` of `count` tiles from `first` on, to the planes at `out`. */
function transformGradients(
  gradient: usize,
  pixelBytes: usize,
  tilesX: i32,
  first: i32,
  count: i32,
  out: usize,
  plane: usize,
): void {
  const rowBytes = tilesX * outputs * pixelBytes;
  for (let t = 0; t < count; t++) {
    const tile = gradient + tileOffset(first + t, tilesX, rowBytes, pixelBytes);
    if (outputs == 2) two.outputGradientTile(tile, rowBytes, pixelBytes, out, plane);
    else four.outputGradientTile(tile, rowBytes, pixelBytes, out, plane);
    out += pixelBytes;
  }
}

/** Adds `B V Bᵀ` of `count` tiles from `first` on to the picture with its border at `out`. */
function addTiles(
  from: usize,
  plane: usize,
  pixelBytes: usize,
  tilesX: i32,
  first: i32,
  count: i32,
  out: usize,
): void {
  const rowBytes = windowLength(tilesX) * pixelBytes;
  for (let t = 0; t < count; t++) {
    const tile = out + tileOffset(first + t, tilesX, rowBytes, pixelBytes);
    if (outputs == 2) two.addInputTile(from, plane, pixelBytes, tile, rowBytes);
    else four.addInputTile(from, plane, pixelBytes, tile, rowBytes);
    from += pixelBytes;
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
  outPlane: usize,
): void {
  const pixelBytes: usize = groups << 4;
  const inputBytes: usize = floats << 2;
  for (let e = 0; e < planes; e++) {
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
    out += outPlane;
  }
}
