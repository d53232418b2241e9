import { backend_util, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import type { SlidingWindow } from './sliding-window.ts';

/** To the first of a window's maxima. */
export function maxPoolGradient(
  gradient: Tensor4D,
  input: Tensor4D,
  size: [number, number],
  window: SlidingWindow,
): Tensor4D {
  const values = input.dataSync();
  return spread(gradient, input.shape, size, window, (inside, upstream, sums) => {
    const most = inside.reduce((found, at) => (values[at]! > values[found]! ? at : found), inside[0]!);
    sums[most]! += upstream;
  });
}

/** In equal parts to the pixels of a window that lie in the picture. */
export function averagePoolGradient(
  gradient: Tensor4D,
  input: Tensor4D,
  size: [number, number],
  window: SlidingWindow,
): Tensor4D {
  return spread(gradient, input.shape, size, window, (inside, upstream, sums) => {
    for (const at of inside) sums[at]! += upstream / inside.length;
  });
}

/** Calls `add` for each output with the indices of its inputs, row by row. */
function spread(
  gradient: Tensor4D,
  shape: [number, number, number, number],
  size: [number, number],
  { strides, pad }: SlidingWindow,
  add: (inside: readonly number[], upstream: number, sums: Float64Array) => void,
): Tensor4D {
  const [batch, height, width, channels] = shape;
  const { outHeight, outWidth, padInfo } = backend_util.computePool2DInfo(shape, size, strides, 1, pad);
  const upstream = gradient.dataSync();
  const sums = new Float64Array(batch * height * width * channels);
  let output = 0;
  for (let sample = 0; sample < batch; sample++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const pixels: number[] = [];
        const [top, left] = [row * strides[0] - padInfo.top, column * strides[1] - padInfo.left];
        for (let y = Math.max(top, 0); y < Math.min(top + size[0], height); y++) {
          for (let x = Math.max(left, 0); x < Math.min(left + size[1], width); x++) {
            pixels.push(((sample * height + y) * width + x) * channels);
          }
        }
        for (let channel = 0; channel < channels; channel++) {
          add(
            pixels.map((pixel) => pixel + channel),
            upstream[output++]!,
            sums,
          );
        }
      }
    }
  }
  return tensor4d(Float32Array.from(sums), shape);
}
