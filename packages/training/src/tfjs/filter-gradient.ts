import {
  backend_util,
  matMul,
  pad as padTensor,
  reshape,
  stack,
  stridedSlice,
  type Tensor4D,
  type Rank,
  transpose,
} from '@tensorflow/tfjs-core';
import type { SlidingWindow } from './sliding-window.ts';

/**
 * The gradient of a convolution's filters, `[height, width, channels, filters]`: each of its taps sees the input at every
 * stride, and is a product of matrices, `[channels, positions]` by `[positions, filters]`.
 */
export function filterGradient(
  input: Tensor4D,
  gradient: Tensor4D,
  filterShape: [number, number, number, number],
  { strides, pad }: SlidingWindow,
): Tensor4D {
  const [height, width, channels, filters] = filterShape;
  const { padInfo, outHeight, outWidth, batchSize } = backend_util.computeConv2DInfo(
    input.shape,
    filterShape,
    strides,
    1,
    pad,
  );
  const { top, bottom, left, right } = padInfo;
  const framed = padTensor(input, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const upstream = reshape(gradient, [-1, filters]);
  const [rows, columns] = [(outHeight - 1) * strides[0] + 1, (outWidth - 1) * strides[1] + 1];
  const taps = Array.from({ length: height * width }, (_, tap) => {
    const y = Math.floor(tap / width);
    const x = tap % width;
    const end = [batchSize, y + rows, x + columns, channels];
    const seen = stridedSlice(framed, [0, y, x, 0], end, [1, ...strides, 1]);
    return matMul(transpose(reshape(seen, [-1, channels])), upstream);
  });
  return reshape<Rank.R4>(stack(taps), filterShape);
}
