/** How a window moves over `[height, width, channels]`. */
export interface Window {
  /** `[height, width]` */
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'valid' | 'same';
}

type Extent = readonly number[];

/**
 * Calls `visit` for each place of the window and each position of its input that the window covers there.
 *
 * @param input `[height, width, …]`
 * @param output `[height, width, …]`
 * @param visit with the place in the output, the position in the input and in the window, each row-major
 */
export function slide(
  { size: [rows, columns], strides: [down, right], padding }: Window,
  [height = 1, width = 1]: Extent,
  [outputHeight = 1, outputWidth = 1]: Extent,
  visit: (output: number, input: number, window: number) => void,
): void {
  const before = (outputs: number, stride: number, window: number, length: number): number =>
    padding === 'same' ? Math.max(0, Math.floor(((outputs - 1) * stride + window - length) / 2)) : 0;
  const top = before(outputHeight, down, rows, height);
  const left = before(outputWidth, right, columns, width);
  for (let output = 0; output < outputHeight * outputWidth; output++) {
    const firstRow = Math.floor(output / outputWidth) * down - top;
    const firstColumn = (output % outputWidth) * right - left;
    for (let window = 0; window < rows * columns; window++) {
      const row = firstRow + Math.floor(window / columns);
      const column = firstColumn + (window % columns);
      if (row >= 0 && row < height && column >= 0 && column < width) {
        visit(output, row * width + column, window);
      }
    }
  }
}

/**
 * A convolution. Sums are in float64, in the order of the window.
 *
 * @param values `[height, width, channels]`
 * @param kernel `[height, width, channels, filters]`
 * @param bias `[filters]`, or nothing
 */
export function convolve(
  values: Float32Array,
  inputShape: Extent,
  kernel: Float32Array,
  bias: Float32Array | undefined,
  window: Window,
  outputShape: Extent,
): Float32Array {
  const channels = inputShape[2] ?? 1;
  const filters = outputShape[2] ?? 1;
  const sums = startingWith(bias, filters, outputShape);
  slide(window, inputShape, outputShape, (output, input, at) => {
    for (let channel = 0; channel < channels; channel++) {
      const value = values[input * channels + channel]!;
      const row = (at * channels + channel) * filters;
      for (let filter = 0; filter < filters; filter++) {
        sums[output * filters + filter]! += value * kernel[row + filter]!;
      }
    }
  });
  return Float32Array.from(sums);
}

/**
 * A convolution in which each channel has filters of its own.
 *
 * @param kernel `[height, width, channels, filters per channel]`
 */
export function convolveDepthwise(
  values: Float32Array,
  inputShape: Extent,
  kernel: Float32Array,
  bias: Float32Array | undefined,
  window: Window,
  outputShape: Extent,
): Float32Array {
  const channels = inputShape[2] ?? 1;
  const filters = outputShape[2] ?? 1;
  const each = filters / channels;
  const sums = startingWith(bias, filters, outputShape);
  slide(window, inputShape, outputShape, (output, input, at) => {
    for (let filter = 0; filter < filters; filter++) {
      sums[output * filters + filter]! +=
        values[input * channels + Math.floor(filter / each)]! * kernel[at * filters + filter]!;
    }
  });
  return Float32Array.from(sums);
}

function startingWith(bias: Float32Array | undefined, filters: number, shape: Extent): Float64Array {
  const sums = new Float64Array(shape.reduce((size, length) => size * length, 1));
  return bias ? sums.map((_, index) => bias[index % filters]!) : sums;
}
