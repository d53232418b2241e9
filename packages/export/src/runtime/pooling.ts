import { slide, type Window } from './convolution.ts';

/** The greatest value, or the mean, of each window and channel; what lies outside the input does not count. */
export function pool(
  values: Float32Array,
  inputShape: readonly number[],
  window: Window,
  outputShape: readonly number[],
  greatest: boolean,
): Float32Array {
  const channels = inputShape[2] ?? 1;
  const places = (outputShape[0] ?? 1) * (outputShape[1] ?? 1);
  const pooled = new Float64Array(places * channels).fill(greatest ? -Infinity : 0);
  const counts = new Float64Array(places);
  slide(window, inputShape, outputShape, (output, input) => {
    counts[output]!++;
    for (let channel = 0; channel < channels; channel++) {
      const value = values[input * channels + channel]!;
      const at = output * channels + channel;
      pooled[at] = greatest ? Math.max(pooled[at]!, value) : pooled[at]! + value;
    }
  });
  return Float32Array.from(pooled, (value, at) =>
    greatest ? value : value / counts[Math.floor(at / channels)]!,
  );
}
