/**
 * Pooling by the maximum of windows.
 *
 * Memory: input f32 `[batch, height, width, 4 groups]`, output f32 `[batch, outHeight, outWidth, 4 groups]`, gradients
 * likewise.
 * Assumes: threads own samples. Windows are cut off at the picture's edges, and hold at least one pixel. The maximum's place
 * isn't stored: the backward pass finds the first pixel of a window that equals it.
 */
import {
  height,
  left,
  outBytes,
  outHeight,
  outWidth,
  pictureBytes,
  pixelBytes,
  placeWindow,
  poolHeight,
  poolWidth,
  readGeometry,
  strideX,
  strideY,
  top,
  width,
  windowColumns,
  windowRows,
} from './pool-geometry';
import { batch, shareEnd, shareStart } from './step';
import { clear } from './vectors';

/** Arguments: geometry, input, output. */
export function maxPoolForward(args: usize): void {
  readGeometry(args);
  const input: usize = load<u32>(args, 44);
  const output: usize = load<u32>(args, 48);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    const picture = input + sample * pictureBytes;
    let out = output + sample * outBytes;
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        maximumOf(picture + placeWindow(y, x), out);
        out += pixelBytes;
      }
    }
  }
}

function maximumOf(window: usize, out: usize): void {
  const rows = windowRows;
  const columns = windowColumns;
  const bytes = pixelBytes;
  const rowBytes = width * bytes;
  if (rows == 2 && columns == 2) {
    for (let channel: usize = 0; channel < bytes; channel += 16) {
      const at = window + channel;
      const upper = f32x4.max(v128.load(at), v128.load(at + bytes));
      const lower = f32x4.max(v128.load(at + rowBytes), v128.load(at + rowBytes + bytes));
      v128.store(out + channel, f32x4.max(upper, lower));
    }
    return;
  }
  for (let channel: usize = 0; channel < bytes; channel += 16) {
    let row = window + channel;
    let most = v128.load(row);
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < columns; x++) {
        most = f32x4.max(most, v128.load(at));
        at += bytes;
      }
      row += rowBytes;
    }
    v128.store(out + channel, most);
  }
}

/**
 * Arguments: geometry, input, output, output's gradient, input's gradient, rectified: the input came out of a ReLU, whose input's
 * gradient is to be written.
 */
export function maxPoolBackward(args: usize): void {
  readGeometry(args);
  const input: usize = load<u32>(args, 44);
  const output: usize = load<u32>(args, 48);
  const outputGradient: usize = load<u32>(args, 52);
  const inputGradient: usize = load<u32>(args, 56);
  const rectified = load<i32>(args, 60) != 0;
  const inPairs = poolHeight == 2 && poolWidth == 2 && strideY == 2 && strideX == 2 && top == 0 && left == 0;
  const whole = outHeight << 1 <= height && outWidth << 1 <= width;
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    const picture = input + sample * pictureBytes;
    const gradient = inputGradient + sample * pictureBytes;
    let out: usize = sample * outBytes;
    if (inPairs && whole) {
      toMaximaOfPairs(picture, output + out, outputGradient + out, gradient, rectified);
      continue;
    }
    clear(gradient, pictureBytes);
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        const window = placeWindow(y, x);
        toFirstMaximum(picture + window, gradient + window, output + out, outputGradient + out, rectified);
        out += pixelBytes;
      }
    }
  }
}

/** Windows of 2x2 that don't overlap: each pixel is written once. A row or column that no window reaches gets 0. */
function toMaximaOfPairs(
  picture: usize,
  maxima: usize,
  outputGradient: usize,
  gradient: usize,
  rectified: bool,
): void {
  const bytes = pixelBytes;
  const rowBytes = width * bytes;
  const restBytes = (width - (outWidth << 1)) * bytes;
  const zero = f32x4.splat(0);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      for (let channel: usize = 0; channel < bytes; channel += 16) {
        const most = v128.load(maxima);
        let left = v128.load(outputGradient);
        if (rectified) left = v128.and(left, f32x4.gt(most, zero));
        left = passOn(left, most, picture, gradient);
        left = passOn(left, most, picture + bytes, gradient + bytes);
        left = passOn(left, most, picture + rowBytes, gradient + rowBytes);
        passOn(left, most, picture + rowBytes + bytes, gradient + rowBytes + bytes);
        picture += 16;
        gradient += 16;
        maxima += 16;
        outputGradient += 16;
      }
      picture += bytes;
      gradient += bytes;
    }
    clear(gradient, restBytes);
    clear(gradient + rowBytes, restBytes);
    picture += restBytes + rowBytes;
    gradient += restBytes + rowBytes;
  }
  clear(gradient, (height - (outHeight << 1)) * rowBytes);
}

/** Writes the part of a gradient that belongs to a pixel, where it is the maximum, and returns what is left. */
function passOn(left: v128, most: v128, pixel: usize, gradient: usize): v128 {
  const here = f32x4.eq(v128.load(pixel), most);
  v128.store(gradient, v128.and(left, here));
  return v128.andnot(left, here);
}

function toFirstMaximum(
  window: usize,
  gradient: usize,
  maximum: usize,
  outputGradient: usize,
  rectified: bool,
): void {
  const rows = windowRows;
  const columns = windowColumns;
  const bytes = pixelBytes;
  const rowBytes = width * bytes;
  for (let channel: usize = 0; channel < bytes; channel += 16) {
    const most = v128.load(maximum + channel);
    let left = v128.load(outputGradient + channel);
    if (rectified) left = v128.and(left, f32x4.gt(most, f32x4.splat(0)));
    let row = channel;
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < columns; x++) {
        const here = f32x4.eq(v128.load(window + at), most);
        const sum = v128.load(gradient + at);
        v128.store(gradient + at, f32x4.add(sum, v128.and(left, here)));
        left = v128.andnot(left, here);
        at += bytes;
      }
      row += rowBytes;
    }
  }
}
