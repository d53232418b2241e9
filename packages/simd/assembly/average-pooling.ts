/**
 * Pooling by the mean of windows.
 *
 * Memory: input f32 `[batch, height, width, 4 groups]`, output f32 `[batch, outHeight, outWidth, 4 groups]`, gradients
 * likewise.
 * Assumes: threads own samples. Windows are cut off at the picture's edges, and hold at least one pixel.
 */
import {
  outBytes,
  outHeight,
  outWidth,
  pictureBytes,
  pixelBytes,
  placeWindow,
  readGeometry,
  width,
  windowColumns,
  windowRows,
} from './pool-geometry';
import { batch, shareEnd, shareStart } from './step';
import { clear } from './vectors';

/** Arguments: geometry, input, output. */
export function averagePoolForward(args: usize): void {
  readGeometry(args);
  const input: usize = load<u32>(args, 44);
  const output: usize = load<u32>(args, 48);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    const picture = input + sample * pictureBytes;
    let out = output + sample * outBytes;
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        meanOf(picture + placeWindow(y, x), out);
        out += pixelBytes;
      }
    }
  }
}

function meanOf(window: usize, out: usize): void {
  const rows = windowRows;
  const columns = windowColumns;
  const bytes = pixelBytes;
  const rowBytes = width * bytes;
  const share = f32x4.splat(<f32>1 / <f32>(rows * columns));
  for (let channel: usize = 0; channel < bytes; channel += 16) {
    let row = window + channel;
    let sum = f32x4.splat(0);
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < columns; x++) {
        sum = f32x4.add(sum, v128.load(at));
        at += bytes;
      }
      row += rowBytes;
    }
    v128.store(out + channel, f32x4.mul(sum, share));
  }
}

/** Arguments: geometry, output's gradient, input's gradient. */
export function averagePoolBackward(args: usize): void {
  readGeometry(args);
  const outputGradient: usize = load<u32>(args, 44);
  const inputGradient: usize = load<u32>(args, 48);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    const gradient = inputGradient + sample * pictureBytes;
    let out = outputGradient + sample * outBytes;
    clear(gradient, pictureBytes);
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        spread(out, gradient + placeWindow(y, x));
        out += pixelBytes;
      }
    }
  }
}

function spread(outputGradient: usize, window: usize): void {
  const rows = windowRows;
  const columns = windowColumns;
  const bytes = pixelBytes;
  const rowBytes = width * bytes;
  const share = f32x4.splat(<f32>1 / <f32>(rows * columns));
  for (let channel: usize = 0; channel < bytes; channel += 16) {
    const part = f32x4.mul(v128.load(outputGradient + channel), share);
    let row = window + channel;
    for (let y = 0; y < rows; y++) {
      let at = row;
      for (let x = 0; x < columns; x++) {
        v128.store(at, f32x4.add(v128.load(at), part));
        at += bytes;
      }
      row += rowBytes;
    }
  }
}
