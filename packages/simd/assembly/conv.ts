/**
 * Convolution, forward; and the gradient of its input, which is a convolution too, of the output's gradient with the flipped
 * kernel (one for each remainder of a coordinate by the stride: see src/ops/conv-geometry.ts).
 *
 * Memory: input f32 `[batch, height, width, floats]`, output f32 `[batch, outHeight, outWidth, 4 groups]`, of which a call may
 * write every n-th pixel; weights packed f32 `[groups / 2, kernelRows, depth, 8]` (the last panel `[…, 4]` when groups are odd).
 * Assumes: threads own samples. A patch's row, kernel width times `floats`, is contiguous; where the window that patches
 * cover is more than the picture, the picture is copied with its border to scratch memory first.
 */
import { copyWithBorder, needsBorder } from './pictures';
import { sumPatches } from './patches';
import { batch, scratch, shareEnd, shareStart } from './step';

/**
 * Arguments: weights, their bytes from a row to the next, packed, transposed, kernel's width, input channels;
 * first tap, step to the next and count, of rows, then of columns; depth's channels and their padded number, output groups.
 *
 * Not transposed, depth runs over input channels and columns are output channels; transposed, the other way round. Threads own
 * panels.
 */
export function convPack(args: usize): void {
  const weights: usize = load<u32>(args);
  const weightBytes: usize = load<u32>(args, 4);
  const packed: usize = load<u32>(args, 8);
  const transposed = load<i32>(args, 12) != 0;
  const kernelWidth = load<i32>(args, 16);
  const inputs = load<i32>(args, 20);
  const firstY = load<i32>(args, 24);
  const stepY = load<i32>(args, 28);
  const countY = load<i32>(args, 32);
  const firstX = load<i32>(args, 36);
  const stepX = load<i32>(args, 40);
  const countX = load<i32>(args, 44);
  const channels = load<i32>(args, 48);
  const padded = load<i32>(args, 52);
  const groups = load<i32>(args, 56);
  const panels = (groups + 1) >> 1;
  const end = shareEnd(panels);
  for (let panel = shareStart(panels); panel < end; panel++) {
    const columns = min(2, groups - (panel << 1)) << 2;
    let out = packed + panel * countY * countX * padded * 32;
    for (let y = 0; y < countY; y++) {
      for (let x = 0; x < countX; x++) {
        const tap = (firstY + y * stepY) * kernelWidth + firstX + x * stepX;
        for (let channel = 0; channel < padded; channel++) {
          const present = channel < channels;
          if (transposed) {
            for (let column = 0; column < columns; column++) {
              const input = (panel << 3) + column;
              const at = weights + (tap * inputs + input) * weightBytes + (channel << 2);
              store<f32>(out + (column << 2), present && input < inputs ? load<f32>(at) : 0);
            }
          } else {
            const at = weights + (tap * inputs + channel) * weightBytes + (panel << 5);
            for (let column = 0; column < columns; column += 4) {
              v128.store(out + (column << 2), present ? v128.load(at + (column << 2)) : f32x4.splat(0));
            }
          }
          out += columns << 2;
        }
      }
    }
  }
}

/**
 * Arguments: input, bytes of a sample, height, width, floats; border above and to the left, height and width of the window;
 * strides; packed weights, kernel rows, depth; bias or 0, relu; output, bytes of a sample, height, width, bytes from a row and from a
 * pixel to the next, groups.
 */
export function conv(args: usize): void {
  const input: usize = load<u32>(args);
  const inputBytes: usize = load<u32>(args, 4);
  const height = load<i32>(args, 8);
  const width = load<i32>(args, 12);
  const floats = load<i32>(args, 16);
  const top = load<i32>(args, 20);
  const left = load<i32>(args, 24);
  const windowHeight = load<i32>(args, 28);
  const windowWidth = load<i32>(args, 32);
  const output: usize = load<u32>(args, 64);
  const outputBytes: usize = load<u32>(args, 68);
  const bordered = needsBorder(height, width, top, left, windowHeight, windowWidth);
  const rowBytes: usize = (bordered ? windowWidth : width) * (floats << 2);
  const end = shareEnd(batch);
  for (let sample = shareStart(batch); sample < end; sample++) {
    let picture = input + sample * inputBytes;
    if (bordered) {
      copyWithBorder(scratch, picture, height, width, floats, top, left, windowHeight, windowWidth);
      picture = scratch;
    }
    convPicture(args, picture, rowBytes, output + sample * outputBytes);
  }
}

function convPicture(args: usize, picture: usize, rowBytes: usize, output: usize): void {
  const pixelBytes: usize = load<i32>(args, 16) << 2;
  const stepY: usize = load<i32>(args, 36) * rowBytes;
  const stepX: usize = load<i32>(args, 40) * pixelBytes;
  const kernelRows = load<i32>(args, 48);
  const depth = load<i32>(args, 52);
  const bias: usize = load<u32>(args, 56);
  const relu = load<i32>(args, 60) != 0;
  const outHeight = load<i32>(args, 72);
  const outWidth = load<i32>(args, 76);
  const outRowBytes: usize = load<u32>(args, 80);
  const outPixelBytes: usize = load<u32>(args, 84);
  const groups = load<i32>(args, 88);
  const pixels = outHeight * outWidth;
  let weights: usize = load<u32>(args, 44);
  // Panels outside: a panel of weights stays in the first-level cache for the whole picture.
  for (let group = 0; group < groups; group += 2) {
    const pair = group + 1 < groups;
    const add: usize = bias == 0 ? 0 : bias + (group << 4);
    const out = output + (group << 4);
    let x = 0;
    let patchRow = picture;
    let outRow = out;
    for (let pixel = 0; pixel < pixels; pixel += 4) {
      // Four pixels in a row, which may go on in the next row of the picture. Beyond the last pixel, that one is repeated.
      const left = pixels - pixel;
      const p0 = patchRow + x * stepX;
      const o0 = outRow + x * outPixelBytes;
      if (left > 1 && ++x == outWidth) {
        x = 0;
        patchRow += stepY;
        outRow += outRowBytes;
      }
      const p1 = patchRow + x * stepX;
      const o1 = outRow + x * outPixelBytes;
      if (left > 2 && ++x == outWidth) {
        x = 0;
        patchRow += stepY;
        outRow += outRowBytes;
      }
      const p2 = patchRow + x * stepX;
      const o2 = outRow + x * outPixelBytes;
      if (left > 3 && ++x == outWidth) {
        x = 0;
        patchRow += stepY;
        outRow += outRowBytes;
      }
      const p3 = patchRow + x * stepX;
      const o3 = outRow + x * outPixelBytes;
      if (++x == outWidth) {
        x = 0;
        patchRow += stepY;
        outRow += outRowBytes;
      }
      if (pair)
        sumPatches<u16>(p0, p1, p2, p3, kernelRows, rowBytes, depth, weights, add, relu, o0, o1, o2, o3);
      else sumPatches<u8>(p0, p1, p2, p3, kernelRows, rowBytes, depth, weights, add, relu, o0, o1, o2, o3);
    }
    weights += kernelRows * depth * 32;
  }
}
