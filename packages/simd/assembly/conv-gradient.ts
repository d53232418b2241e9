/**
 * The gradients of a convolution's weights and bias. The batch's samples are divided into a fixed number of chunks; each chunk's sums
 * are computed by one thread, and the chunks are added in order.
 *
 * Memory: input and output's gradient as in conv.ts; a chunk's sums f32 `[kernelRows, depth up to a multiple of 4, 4 groups]`,
 * then, for the bias, `[4 groups]`; chunks one after another.
 * Assumes: 12 bytes behind the input are readable; scratch holds the picture with its border, or a row of weights. Threads
 * own chunks, then groups of four rows of weights.
 */
import { CHUNKS } from '../src/opcodes';
import { finishGradient, gradientAt } from './optimizer';
import { copyWithBorder, needsBorder } from './pictures';
import { batch, scratch, shareEnd, shareStart } from './step';
import { clear } from './vectors';

/** The first sample of a chunk. */
export function chunkStart(chunk: i32): i32 {
  return (chunk * batch) / CHUNKS;
}

/**
 * Arguments: input, bytes of a sample, height, width, floats; border above and to the left, height and width of the window;
 * strides; kernel rows, depth; output's gradient, its height and width, groups; chunks' sums, bytes of a chunk, with a bias.
 */
export function convWeightGradient(args: usize): void {
  const input: usize = load<u32>(args);
  const inputBytes: usize = load<u32>(args, 4);
  const height = load<i32>(args, 8);
  const width = load<i32>(args, 12);
  const floats = load<i32>(args, 16);
  const top = load<i32>(args, 20);
  const left = load<i32>(args, 24);
  const windowHeight = load<i32>(args, 28);
  const windowWidth = load<i32>(args, 32);
  const gradient: usize = load<u32>(args, 52);
  const pixels = load<i32>(args, 56) * load<i32>(args, 60);
  const groups = load<i32>(args, 64);
  const sums: usize = load<u32>(args, 68);
  const chunkBytes: usize = load<u32>(args, 72);
  const hasBias = load<i32>(args, 76) != 0;
  const gradientBytes: usize = pixels * (groups << 4);
  const bordered = needsBorder(height, width, top, left, windowHeight, windowWidth);
  const rowBytes: usize = (bordered ? windowWidth : width) * (floats << 2);
  const end = shareEnd(CHUNKS);
  for (let chunk = shareStart(CHUNKS); chunk < end; chunk++) {
    const out = sums + chunk * chunkBytes;
    clear(out, chunkBytes);
    const endSample = chunkStart(chunk + 1);
    for (let sample = chunkStart(chunk); sample < endSample; sample++) {
      let picture = input + sample * inputBytes;
      if (bordered) {
        copyWithBorder(scratch, picture, height, width, floats, top, left, windowHeight, windowWidth);
        picture = scratch;
      }
      const g = gradient + sample * gradientBytes;
      addPicture(args, picture, rowBytes, g, out);
      if (hasBias) addColumns(g, pixels, groups, out + chunkBytes - (groups << 4));
    }
  }
}

function addPicture(args: usize, picture: usize, rowBytes: usize, gradient: usize, out: usize): void {
  const stepX: usize = load<i32>(args, 40) * (load<i32>(args, 16) << 2);
  const stepY: usize = load<i32>(args, 36) * rowBytes;
  const kernelRows = load<i32>(args, 44);
  const quads = (load<i32>(args, 48) + 3) >> 2;
  const outHeight = load<i32>(args, 56);
  const outWidth = load<i32>(args, 60);
  const groups = load<i32>(args, 64);
  const pixelBytes: usize = groups << 4;
  for (let group = 0; group < groups; group += 2) {
    const g = gradient + (group << 4);
    let sums = out + (group << 4);
    const pair = group + 1 < groups;
    for (let row = 0; row < kernelRows; row++) {
      let patch = picture + row * rowBytes;
      for (let quad = 0; quad < quads; quad++) {
        if (pair)
          addOuterProducts<u16>(patch, stepY, stepX, outHeight, outWidth, g, pixelBytes, sums, pixelBytes);
        else addOuterProducts<u8>(patch, stepY, stepX, outHeight, outWidth, g, pixelBytes, sums, pixelBytes);
        patch += 16;
        sums += pixelBytes << 2;
      }
    }
  }
}

/**
 * Adds, over all pixels, the products of four floats of `x` with four or eight of `g` to four rows of sums. The pixels' sums
 * are computed separately first.
 */
export function addOuterProducts<Width>(
  x: usize,
  stepY: usize,
  stepX: usize,
  height: i32,
  width: i32,
  g: usize,
  stepG: usize,
  out: usize,
  outBytes: usize,
): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (let row = 0; row < height; row++) {
    let p = x;
    for (let column = 0; column < width; column++) {
      const g0 = v128.load(g);
      let g1 = g0;
      if (sizeof<Width>() > 1) g1 = v128.load(g, 16);
      let value = v128.load32_splat(p);
      s00 = f32x4.add(s00, f32x4.mul(value, g0));
      if (sizeof<Width>() > 1) s01 = f32x4.add(s01, f32x4.mul(value, g1));
      value = v128.load32_splat(p, 4);
      s10 = f32x4.add(s10, f32x4.mul(value, g0));
      if (sizeof<Width>() > 1) s11 = f32x4.add(s11, f32x4.mul(value, g1));
      value = v128.load32_splat(p, 8);
      s20 = f32x4.add(s20, f32x4.mul(value, g0));
      if (sizeof<Width>() > 1) s21 = f32x4.add(s21, f32x4.mul(value, g1));
      value = v128.load32_splat(p, 12);
      s30 = f32x4.add(s30, f32x4.mul(value, g0));
      if (sizeof<Width>() > 1) s31 = f32x4.add(s31, f32x4.mul(value, g1));
      p += stepX;
      g += stepG;
    }
    x += stepY;
  }
  addTo<Width>(out, s00, s01);
  addTo<Width>(out + outBytes, s10, s11);
  addTo<Width>(out + outBytes * 2, s20, s21);
  addTo<Width>(out + outBytes * 3, s30, s31);
}

function addTo<Width>(out: usize, sum0: v128, sum1: v128): void {
  v128.store(out, f32x4.add(v128.load(out), sum0));
  if (sizeof<Width>() > 1) v128.store(out, f32x4.add(v128.load(out, 16), sum1), 16);
}

/** Adds the pixels' vectors of one sample to `out`. */
export function addColumns(values: usize, pixels: i32, groups: i32, out: usize): void {
  const pixelBytes: usize = groups << 4;
  for (let column: usize = 0; column < pixelBytes; column += 16) {
    let sum = f32x4.splat(0);
    let at = values + column;
    for (let pixel = 0; pixel < pixels; pixel++) {
      sum = f32x4.add(sum, v128.load(at));
      at += pixelBytes;
    }
    v128.store(out + column, f32x4.add(v128.load(out + column), sum));
  }
}

/**
 * Sums the chunks and updates the weights. Row `row` of the weights is in a chunk at
 * `(row / length) * stride + row % length`: depth and channels are padded there.
 *
 * Arguments: parameter, rows, groups, sums, bytes of a chunk, chunks, length, stride. Threads own groups of four rows.
 */
export function chunkedGradient(args: usize): void {
  const parameter: usize = load<u32>(args);
  const rows = load<i32>(args, 4);
  const groups = load<i32>(args, 8);
  const sums: usize = load<u32>(args, 12);
  const chunkBytes: usize = load<u32>(args, 16);
  const chunks = load<i32>(args, 20);
  const length = load<i32>(args, 24);
  const stride = load<i32>(args, 28);
  const rowBytes: usize = groups << 4;
  const fours = (rows + 3) >> 2;
  const end = min(shareEnd(fours) << 2, rows);
  for (let row = shareStart(fours) << 2; row < end; row++) {
    const offset = row * rowBytes;
    const gradient = gradientAt(parameter, offset);
    const from = sums + ((row / length) * stride + (row % length)) * rowBytes;
    for (let i: usize = 0; i < rowBytes; i += 16) {
      let sum = v128.load(from + i);
      for (let chunk = 1; chunk < chunks; chunk++) {
        sum = f32x4.add(sum, v128.load(from + chunk * chunkBytes + i));
      }
      v128.store(gradient + i, sum);
    }
    finishGradient(parameter, offset, gradient, 1, rowBytes, rowBytes);
  }
}
