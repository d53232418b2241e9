/**
 * Depthwise convolution: each input channel has its own `multiplier` kernels.
 *
 * Memory: input f32 `[batch, height, width, 4 inputGroups]`, output f32 `[batch, outHeight, outWidth, 4 groups]`, weights f32
 * `[kernelHeight, kernelWidth, 4 groups]`: output channel `c * multiplier + m` reads channel `c`; chunks' sums f32
 * `[kernelHeight * kernelWidth + 1, 4 groups]`, the last row the bias'.
 * Assumes: threads own samples, or chunks of samples. Pictures are copied with their border as in conv.ts; the input's gradient is
 * gathered in such a window too. With a multiplier of 1, four channels are computed together; otherwise one at a time.
 */
import { CHUNKS } from '../src/opcodes';
import { addColumns, chunkStart } from './conv-gradient';
import { copyWithBorder } from './pictures';
import { batch, scratch, shareEnd, shareStart } from './step';
import { clear } from './vectors';

// Geometry, the first words of each kernel's arguments.
let height: i32 = 0;
let width: i32 = 0;
let inputGroups: i32 = 0;
let top: i32 = 0;
let left: i32 = 0;
let windowHeight: i32 = 0;
let windowWidth: i32 = 0;
let strideY: i32 = 0;
let strideX: i32 = 0;
let kernelHeight: i32 = 0;
let kernelWidth: i32 = 0;
let multiplier: i32 = 0;
let outHeight: i32 = 0;
let outWidth: i32 = 0;
let channels: i32 = 0;
let groups: i32 = 0;

function readGeometry(args: usize): void {
  height = load<i32>(args);
  width = load<i32>(args, 4);
  inputGroups = load<i32>(args, 8);
  top = load<i32>(args, 12);
  left = load<i32>(args, 16);
  windowHeight = load<i32>(args, 20);
  windowWidth = load<i32>(args, 24);
  strideY = load<i32>(args, 28);
  strideX = load<i32>(args, 32);
  kernelHeight = load<i32>(args, 36);
  kernelWidth = load<i32>(args, 40);
  multiplier = load<i32>(args, 44);
  outHeight = load<i32>(args, 48);
  outWidth = load<i32>(args, 52);
  channels = load<i32>(args, 56);
  groups = (channels + 3) >> 2;
}

/** Arguments: geometry (fifteen words), input, weights, bias or 0, relu, output. */
export function depthwiseForward(args: usize): void {
  readGeometry(args);
  const input: usize = load<u32>(args, 60);
  const weights: usize = load<u32>(args, 64);
  const bias: usize = load<u32>(args, 68);
  const relu = load<i32>(args, 72) != 0;
  const output: usize = load<u32>(args, 76);
  const pixelBytes: usize = inputGroups << 4;
  const rowBytes: usize = windowWidth * pixelBytes;
  const outBytes: usize = groups << 4;
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    copyPicture(input + sample * height * width * pixelBytes);
    let out = output + sample * outHeight * outWidth * outBytes;
    for (let y = 0; y < outHeight; y++) {
      let patch = scratch + y * strideY * rowBytes;
      for (let x = 0; x < outWidth; x++) {
        if (multiplier == 1) sumTaps(patch, rowBytes, weights, bias, relu, out);
        else sumTapsOfChannels(patch, rowBytes, weights, bias, relu, out);
        patch += strideX * pixelBytes;
        out += outBytes;
      }
    }
  }
}

function copyPicture(picture: usize): void {
  copyWithBorder(scratch, picture, height, width, inputGroups << 2, top, left, windowHeight, windowWidth);
}

function sumTaps(patch: usize, rowBytes: usize, weights: usize, bias: usize, relu: bool, out: usize): void {
  const bytes: usize = groups << 4;
  const rows = kernelHeight;
  const columns = kernelWidth;
  for (let channel: usize = 0; channel < bytes; channel += 16) {
    let sum = bias == 0 ? f32x4.splat(0) : v128.load(bias + channel);
    let w = weights + channel;
    let row = patch + channel;
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < columns; x++) {
        sum = f32x4.add(sum, f32x4.mul(v128.load(at), v128.load(w)));
        at += bytes;
        w += bytes;
      }
      row += rowBytes;
    }
    v128.store(out + channel, relu ? f32x4.max(sum, f32x4.splat(0)) : sum);
  }
}

function sumTapsOfChannels(
  patch: usize,
  rowBytes: usize,
  weights: usize,
  bias: usize,
  relu: bool,
  out: usize,
): void {
  const pixelBytes: usize = inputGroups << 4;
  clear(out, groups << 4);
  for (let channel = 0; channel < channels; channel++) {
    let sum: f32 = bias == 0 ? 0 : load<f32>(bias + (channel << 2));
    let w = weights + (channel << 2);
    for (let y = 0; y < kernelHeight; y++) {
      let at = patch + y * rowBytes + ((channel / multiplier) << 2);
      for (let x = 0; x < kernelWidth; x++) {
        sum += load<f32>(at) * load<f32>(w);
        at += pixelBytes;
        w += groups << 4;
      }
    }
    store<f32>(out + (channel << 2), relu ? max<f32>(sum, 0) : sum);
  }
}

/** Arguments: geometry, input, weights, output's gradient, chunks' sums or 0, bytes of a chunk, with a bias, input's gradient or 0. */
export function depthwiseBackward(args: usize): void {
  readGeometry(args);
  const input: usize = load<u32>(args, 60);
  const weights: usize = load<u32>(args, 64);
  const gradient: usize = load<u32>(args, 68);
  const sums: usize = load<u32>(args, 72);
  const chunkBytes: usize = load<u32>(args, 76);
  const hasBias = load<i32>(args, 80) != 0;
  const inputGradient: usize = load<u32>(args, 84);
  const pixelBytes: usize = inputGroups << 4;
  const pictureBytes: usize = height * width * pixelBytes;
  const rowBytes: usize = windowWidth * pixelBytes;
  const outBytes: usize = groups << 4;
  const gradientBytes: usize = outHeight * outWidth * outBytes;
  const window = scratch + windowHeight * rowBytes;
  const end = shareEnd(CHUNKS);
  for (let chunk = shareStart(CHUNKS); chunk < end; chunk++) {
    const out = sums + chunk * chunkBytes;
    if (sums != 0) clear(out, chunkBytes);
    const endSample = chunkStart(chunk + 1);
    for (let sample = chunkStart(chunk); sample < endSample; sample++) {
      const g = gradient + sample * gradientBytes;
      if (sums != 0) {
        copyPicture(input + sample * pictureBytes);
        if (multiplier == 1) addTapSums(g, rowBytes, out);
        else addTapSumsOfChannels(g, rowBytes, out);
        if (hasBias) addColumns(g, outHeight * outWidth, groups, out + chunkBytes - outBytes);
      }
      if (inputGradient == 0) continue;
      clear(window, windowHeight * rowBytes);
      if (multiplier == 1) scatterTaps(g, weights, window, rowBytes);
      else scatterTapsOfChannels(g, weights, window, rowBytes);
      const to = inputGradient + sample * pictureBytes;
      copyWithBorder(to, window, windowHeight, windowWidth, inputGroups << 2, -top, -left, height, width);
    }
  }
}

function addTapSums(gradient: usize, rowBytes: usize, out: usize): void {
  const bytes: usize = groups << 4;
  const stepX = strideX * bytes;
  const columns = outWidth;
  for (let y = 0; y < kernelHeight; y++) {
    for (let x = 0; x < kernelWidth; x++) {
      for (let channel: usize = 0; channel < bytes; channel += 16) {
        let sum = f32x4.splat(0);
        let g = gradient + channel;
        for (let row = 0; row < outHeight; row++) {
          let at = scratch + (row * strideY + y) * rowBytes + x * bytes + channel;
          for (let column = 0; column < columns; column++) {
            sum = f32x4.add(sum, f32x4.mul(v128.load(at), v128.load(g)));
            at += stepX;
            g += bytes;
          }
        }
        const to = out + channel;
        v128.store(to, f32x4.add(v128.load(to), sum));
      }
      out += bytes;
    }
  }
}

function addTapSumsOfChannels(gradient: usize, rowBytes: usize, out: usize): void {
  const pixelBytes: usize = inputGroups << 4;
  const outBytes: usize = groups << 4;
  for (let y = 0; y < kernelHeight; y++) {
    for (let x = 0; x < kernelWidth; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum: f32 = 0;
        let g = gradient + (channel << 2);
        for (let row = 0; row < outHeight; row++) {
          let at = scratch + (row * strideY + y) * rowBytes + x * pixelBytes + ((channel / multiplier) << 2);
          for (let column = 0; column < outWidth; column++) {
            sum += load<f32>(at) * load<f32>(g);
            at += strideX * pixelBytes;
            g += outBytes;
          }
        }
        const to = out + (channel << 2);
        store<f32>(to, load<f32>(to) + sum);
      }
      out += outBytes;
    }
  }
}

function scatterTaps(gradient: usize, weights: usize, window: usize, rowBytes: usize): void {
  const bytes: usize = groups << 4;
  const rows = kernelHeight;
  const columns = kernelWidth;
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      const patch = window + y * strideY * rowBytes + x * strideX * bytes;
      for (let channel: usize = 0; channel < bytes; channel += 16) {
        const g = v128.load(gradient + channel);
        let w = weights + channel;
        let row = patch + channel;
        for (let ky = 0; ky < rows; ky++) {
          let to = row;
          for (let kx = 0; kx < columns; kx++) {
            v128.store(to, f32x4.add(v128.load(to), f32x4.mul(g, v128.load(w))));
            to += bytes;
            w += bytes;
          }
          row += rowBytes;
        }
      }
      gradient += bytes;
    }
  }
}

function scatterTapsOfChannels(gradient: usize, weights: usize, window: usize, rowBytes: usize): void {
  const pixelBytes: usize = inputGroups << 4;
  const outBytes: usize = groups << 4;
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      const patch = window + y * strideY * rowBytes + x * strideX * pixelBytes;
      for (let channel = 0; channel < channels; channel++) {
        const g = load<f32>(gradient + (channel << 2));
        let w = weights + (channel << 2);
        for (let ky = 0; ky < kernelHeight; ky++) {
          let to = patch + ky * rowBytes + ((channel / multiplier) << 2);
          for (let kx = 0; kx < kernelWidth; kx++) {
            store<f32>(to, load<f32>(to) + g * load<f32>(w));
            to += pixelBytes;
            w += outBytes;
          }
        }
      }
      gradient += outBytes;
    }
  }
}
