import { sizeOf } from '@atelier/network';
import type { RunLayer } from './run-layer.ts';

export const ZeroPadding2D: RunLayer<'ZeroPadding2D'> = (
  { config, shape: outputShape },
  [input],
  [[height = 1, width = 1, channels = 1] = []],
) => {
  const [[top], [left]] = config.padding;
  const output = new Float32Array(sizeOf(outputShape));
  for (let row = 0; row < height; row++) {
    const start = row * width * channels;
    const place = ((top + row) * outputShape[1]! + left) * channels;
    output.set(input!.subarray(start, start + width * channels), place);
  }
  return output;
};
