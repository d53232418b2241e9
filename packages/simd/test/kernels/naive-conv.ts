import type { Axis } from '../../src/ops/conv-geometry.ts';

/** A convolution's sizes, and its inputs `[batch, height, width, channels]`, kernel `[kernel, kernel, channels, filters]`, in float64. */
export interface NaiveConv {
  readonly batch: number;
  readonly rows: Axis;
  readonly columns: Axis;
  readonly channels: number;
  readonly filters: number;
}

/** Calls `visit` for every product that makes an output: indices into input, kernel and output. */
function products(
  { batch, rows, columns, channels, filters }: NaiveConv,
  visit: (input: number, kernel: number, output: number) => void,
): void {
  for (let n = 0; n < batch; n++)
    for (let y = 0; y < rows.outputs; y++)
      for (let x = 0; x < columns.outputs; x++)
        for (let ky = 0; ky < rows.kernel; ky++)
          for (let kx = 0; kx < columns.kernel; kx++) {
            const iy = y * rows.stride + ky - rows.before;
            const ix = x * columns.stride + kx - columns.before;
            if (iy < 0 || iy >= rows.length || ix < 0 || ix >= columns.length) continue;
            for (let c = 0; c < channels; c++)
              for (let f = 0; f < filters; f++)
                visit(
                  ((n * rows.length + iy) * columns.length + ix) * channels + c,
                  ((ky * columns.kernel + kx) * channels + c) * filters + f,
                  ((n * rows.outputs + y) * columns.outputs + x) * filters + f,
                );
          }
}

export interface ConvResults {
  readonly output: Float64Array;
  readonly kernelGradient: Float64Array;
  readonly inputGradient: Float64Array;
  readonly biasGradient: Float64Array;
}

/** Output, and gradients for the output gradient `gradient`, straight from the definition. */
export function naiveConv(
  sizes: NaiveConv,
  input: ArrayLike<number>,
  kernel: ArrayLike<number>,
  bias: ArrayLike<number>,
  gradient: ArrayLike<number>,
): ConvResults {
  const outputs = sizes.batch * sizes.rows.outputs * sizes.columns.outputs * sizes.filters;
  const output = Float64Array.from({ length: outputs }, (_, i) => bias[i % sizes.filters] ?? 0);
  const kernelGradient = new Float64Array(kernel.length);
  const inputGradient = new Float64Array(input.length);
  const biasGradient = new Float64Array(sizes.filters);
  products(sizes, (i, k, o) => {
    output[o] = (output[o] ?? 0) + (input[i] ?? 0) * (kernel[k] ?? 0);
    kernelGradient[k] = (kernelGradient[k] ?? 0) + (input[i] ?? 0) * (gradient[o] ?? 0);
    inputGradient[i] = (inputGradient[i] ?? 0) + (kernel[k] ?? 0) * (gradient[o] ?? 0);
  });
  for (let o = 0; o < outputs; o++) {
    biasGradient[o % sizes.filters] = (biasGradient[o % sizes.filters] ?? 0) + (gradient[o] ?? 0);
  }
  return { output, kernelGradient, inputGradient, biasGradient };
}
